package org.espalier.core.guard;

import java.util.Set;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleStep;

/** Calls a rule. What it changes is looked at where it is changed. */
final class RuleGuard implements Rule, Guarded {
    /** Enough for whatever a rule sums up; arrays of values have their place in parameters. */
    private static final int MOST_NUMBERS = 1_000_000;

    private final Rule plugin;
    private final Calls calls;
    private final Set<Point> points;
    private final int numbers;
    private final boolean measures;

    RuleGuard(Rule plugin, Calls calls) {
        this.plugin = plugin;
        this.calls = calls;
        this.points = calls.get("points", () -> Set.copyOf(calls.given("points", plugin.points())));
        this.numbers = calls.get("numbers", plugin::numbers);
        this.measures = calls.get("measures", plugin::measures);
        if (points.isEmpty()) {
            throw calls.wrong("points", "none; a rule acts at one point at least.");
        }
        if (numbers < 0 || numbers > MOST_NUMBERS) {
            throw calls.wrong("numbers", numbers + "; a rule remembers 0 to " + MOST_NUMBERS + " numbers.");
        }
    }

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public Set<Point> points() {
        return points;
    }

    @Override
    public int numbers() {
        return numbers;
    }

    @Override
    public boolean measures() {
        return measures;
    }

    @Override
    public void act(Point point, RuleStep step) {
        calls.enter("act");
        try {
            plugin.act(point, step);
            calls.returned();
        } catch (Throwable e) {
            throw calls.failed("act", e);
        } finally {
            calls.leave();
        }
    }
}
