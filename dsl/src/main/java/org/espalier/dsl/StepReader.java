package org.espalier.dsl;

import java.util.Optional;
import org.espalier.core.plan.ClipPlan;
import org.espalier.core.plan.StepPlan;

/** Reads the words of a phase about what surrounds the optimizer in a step. */
final class StepReader {
    private Optional<ClipPlan> clip = Optional.empty();

    /** Takes its words of a phase. */
    void readsIn(BlockReader phase) {
        phase.on("clip", this::clip);
    }

    StepPlan plan() {
        return new StepPlan(clip);
    }

    private void clip(Arguments a) {
        if (a.has("norm") ? a.has("value") : !a.has("value") && a.names().isEmpty()) {
            a.wrongAltogether("'clip' says either 'norm:' or 'value:'.");
        }
        for (ClipPlan.By by : ClipPlan.By.values()) {
            a.option(by.option())
                    .ifPresent(limit -> clip = Optional.of(new ClipPlan(by, limit.value(), a.place())));
        }
    }
}
