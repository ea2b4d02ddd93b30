package org.espalier.core.guard;

import java.util.Set;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Passes;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleStep;
import org.espalier.core.catalog.ClaimSet;
import org.jspecify.annotations.Nullable;

/** Calls a rule. What it changes is looked at where it is changed. */
final class RuleGuard implements Rule, Guarded {
    /** Enough for whatever a rule sums up; arrays of values have their place in parameters. */
    private static final int MOST_NUMBERS = 1_000_000;

    private final Rule plugin;
    private final Calls calls;
    private final Set<Point> points;
    private final int numbers;
    private final boolean measures;
    private final Passes passes;
    private @Nullable HostedStep hosted;

    RuleGuard(Rule plugin, Calls calls) {
        this.plugin = plugin;
        this.calls = calls;
        this.points = calls.get("points", () -> Set.copyOf(calls.given("points", plugin.points())));
        this.numbers = calls.get("numbers", plugin::numbers);
        this.measures = calls.get("measures", plugin::measures);
        this.passes = calls.get("passes", plugin::passes);
        if (points.isEmpty()) {
            throw calls.wrong("points", "none; a rule acts at one point at least.");
        }
        if (numbers < 0 || numbers > MOST_NUMBERS) {
            throw calls.wrong("numbers", numbers + "; a rule remembers 0 to " + MOST_NUMBERS + " numbers.");
        }
        requireRightToPasses();
    }

    private void requireRightToPasses() {
        ClaimSet claims = calls.caller().plugin().claims();
        if (!passes.backward() && !claims.owns().contains(Claim.GRADIENTS)) {
            throw calls.wrong("passes", "no backward pass; a rule that does without owns Claim.GRADIENTS.");
        }
        boolean asks = passes.gradients() + passes.losses() > 0;
        if (asks && !(claims.has(Claim.GRADIENTS) && points.contains(Point.AFTER_BACKWARD))) {
            throw calls.wrong(
                    "passes",
                    passes + "; a rule that asks for passes claims Claim.GRADIENTS and acts at Point.AFTER_BACKWARD.");
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
    public Passes passes() {
        return passes;
    }

    @Override
    public void act(Point point, RuleStep step) {
        HostedStep given = hosted(step);
        calls.enter("act");
        try {
            plugin.act(point, given);
            calls.returned();
        } catch (EngineFault e) {
            throw e;
        } catch (Throwable e) {
            throw calls.failed("act", e);
        } finally {
            calls.leave();
        }
    }

    /** It is always the same one that acts. */
    private HostedStep hosted(RuleStep step) {
        HostedStep given = hosted;
        if (given == null || !given.isOf(step)) {
            given = new HostedStep(calls.watch(), step);
            hosted = given;
        }
        return given;
    }
}
