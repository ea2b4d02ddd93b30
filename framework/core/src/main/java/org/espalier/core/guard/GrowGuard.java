package org.espalier.core.guard;

import java.util.Set;
import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.Need;
import org.espalier.api.score.RowView;

/**
 * Calls a grow criterion; what it is and needs is asked for once, and new links start with a finite value. Its scores are
 * looked at where they are used, because those of taken positions do not matter.
 */
final class GrowGuard implements GrowCriterion, Guarded {
    private final GrowCriterion plugin;
    private final Calls calls;
    private final Set<Need> needs;
    private final Set<String> slots;
    private final boolean uniform;
    private final boolean keepsState;

    GrowGuard(GrowCriterion plugin, Calls calls) {
        this.plugin = plugin;
        this.calls = calls;
        this.needs = calls.get("needs", () -> Set.copyOf(calls.given("needs", plugin.needs())));
        this.slots = calls.get("slots", () -> Set.copyOf(calls.given("slots", plugin.slots())));
        this.uniform = calls.get("uniform", plugin::uniform);
        this.keepsState = calls.get("regrownKeepsState", plugin::regrownKeepsState);
    }

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public Set<Need> needs() {
        return needs;
    }

    @Override
    public Set<String> slots() {
        return slots;
    }

    @Override
    public boolean uniform() {
        return uniform;
    }

    @Override
    public boolean regrownKeepsState() {
        return keepsState;
    }

    @Override
    public void score(RowView row, float[] scores) {
        calls.run("score", () -> plugin.score(row, scores));
    }

    @Override
    public float startValue(RandomStream random, long position) {
        calls.enter("startValue");
        try {
            float value = plugin.startValue(random, position);
            calls.returned();
            if (!Float.isFinite(value)) {
                throw calls.wrong("startValue", value + " for position " + position + "; a value must be finite.");
            }
            return value;
        } catch (Throwable e) {
            throw calls.failed("startValue", e);
        } finally {
            calls.leave();
        }
    }
}
