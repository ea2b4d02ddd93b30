package org.espalier.core.check;

import org.espalier.api.Interval;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.ApplyPlan;

/** Checks what is applied to the network between phases. */
record ApplyCheck(ApplyPlan plan, ModelCheck model, Diagnostics found) {
    private static final Interval BELOW = Interval.parse("[0, 1)");

    void check() {
        if (!ApplyPlan.CHANGES.contains(plan.change())) {
            found.add(
                    DiagnosticId.UNKNOWN_NAME,
                    plan.place(),
                    "There is no '" + plan.change() + "' to apply.",
                    ClosestNames.hint(plan.change(), ApplyPlan.CHANGES));
        }
        if (plan.after() == 0) {
            found.add(
                    DiagnosticId.CONTRADICTION,
                    plan.place(),
                    "'apply' changes what phases have trained, and this one stands before the first.",
                    "Write it after a phase: between two phases, or behind the last.");
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

    private Place known(Place place) {
        return place.known() ? place : plan.place();
    }
}
