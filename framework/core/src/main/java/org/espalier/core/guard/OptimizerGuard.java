package org.espalier.core.guard;

import java.util.HashSet;
import java.util.List;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;

/** Calls an optimizer. What it writes is looked at by the engine, which knows the layer. */
final class OptimizerGuard implements Optimizer, Guarded {
    private final Optimizer plugin;
    private final Calls calls;
    private final List<String> slots;

    OptimizerGuard(Optimizer plugin, Calls calls) {
        this.plugin = plugin;
        this.calls = calls;
        this.slots = calls.get("slots", () -> List.copyOf(calls.given("slots", plugin.slots())));
        if (new HashSet<>(slots).size() < slots.size()) {
            throw calls.wrong("slots", "the names " + slots + " are not distinct.");
        }
    }

    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public List<String> slots() {
        return slots;
    }

    @Override
    public void update(float[] values, float[] gradients, float[][] staged, int count, StepView step) {
        calls.enter("update");
        try {
            plugin.update(values, gradients, staged, count, step);
            calls.returned();
            for (int s = 0; s < staged.length; s++) {
                requireWhole(s, staged[s], count);
            }
        } catch (Throwable e) {
            throw calls.failed("update", e);
        } finally {
            calls.leave();
        }
    }

    private void requireWhole(int slot, float @org.jspecify.annotations.Nullable [] values, int count) {
        if (values == null || values.length < count) {
            throw calls.wrong(
                    "update",
                    "the slot '" + slots.get(slot) + "' was replaced by an array of "
                            + (values == null ? 0 : values.length) + " for " + count + " values; slots are written in"
                            + " place.");
        }
    }
}
