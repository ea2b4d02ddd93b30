package org.espalier.core.check;

import org.espalier.api.Interval;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.ApplyPlan;
import org.espalier.core.plan.BetweenPlan;

/** Checks what is applied to the network between phases. */
record ApplyCheck(ApplyPlan plan, ModelCheck model, Diagnostics found) {
    private static final Interval BELOW = Interval.parse("[0, 1)");

    void check() {
        requireBehindAPhase("'apply' changes", plan, found);
        if (plan.mask().isPresent() && !plan.layers().isEmpty()) {
            found.add(
                    DiagnosticId.CONTRADICTION,
                    plan.place(),
                    "A mask says which channels go, so there is nothing for 'layers:' to say.",
                    "Leave one of them out.");
        }
        if (!BELOW.contains(plan.below().value())) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    known(plan.below().place()),
                    "'below:' of apply must be in " + BELOW + ", was "
                            + plan.below().text() + ".",
                    "What has a smaller share of the largest norm counts as zero: below: 0.01");
        }
        plan.layers().forEach(selector -> model.requireMatch(selector.pattern(), known(selector.place())));
    }

    /**
     * @param what the sentence does, as the subject and verb of a message
     */
    static void requireBehindAPhase(String what, BetweenPlan plan, Diagnostics found) {
        if (plan.after() == 0) {
            found.add(
                    DiagnosticId.CONTRADICTION,
                    plan.place(),
                    what + " what phases have trained, and this one stands before the first.",
                    "Write it after a phase: between two phases, or behind the last.");
        }
    }

    private Place known(Place place) {
        return place.known() ? place : plan.place();
    }
}
