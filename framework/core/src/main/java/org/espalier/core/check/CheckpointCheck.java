package org.espalier.core.check;

import org.espalier.api.Interval;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.CheckpointPlan;
import org.espalier.core.plan.DivergencePlan;

/** Checks when checkpoints are written, and what happens when a phase diverges. */
final class CheckpointCheck {
    private static final Interval FACTOR = Interval.parse("(0, 1)");

    private CheckpointCheck() {}

    /** @param recipe where to point when the sentence has no place */
    static void check(CheckpointPlan plan, Place recipe, Diagnostics found) {
        Place place = plan.place().known() ? plan.place() : recipe;
        plan.every()
                .filter(every -> every.amount() == 0)
                .ifPresent(every -> found.add(
                        DiagnosticId.OUT_OF_RANGE,
                        place,
                        "A checkpoint every " + every + " never comes to an end.",
                        "For example: checkpoint every: steps(500)"));
        if (plan.keep() < 1) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    place,
                    "At least 1 checkpoint is kept, not " + plan.keep() + ".",
                    "For example: checkpoint every: steps(500), keep: 3");
        }
    }

    /** @param phase where to point when the sentence has no place */
    static void check(DivergencePlan plan, Place phase, Diagnostics found) {
        Place place = plan.place().known() ? plan.place() : phase;
        if (!FACTOR.contains(plan.factor())) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    place,
                    "'factor:' of onDivergence must be in " + FACTOR + ", was " + plan.factor() + ".",
                    "It multiplies the learning rate: onDivergence 'rollback', factor: 0.5");
        }
        if (plan.times() < 1) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    place,
                    "'times:' of onDivergence must be at least 1, was " + plan.times() + ".",
                    "To stop at once: onDivergence 'stop'");
        }
    }
}
