package org.espalier.core.assembly;

import java.util.List;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.train.PhaseSpec;

/** Checks that optimizers which go on with what those before them kept keep the same. */
record SlotsCheck(RecipePlan plan, List<PhaseSpec> phases, Diagnostics diagnostics) {
    void check() {
        for (int i = 1; i < phases.size(); i++) {
            PhasePlan phase = plan.phases().get(i);
            List<String> before = phases.get(i - 1).optimizer().slots();
            List<String> own = phases.get(i).optimizer().slots();
            if (phase.optimizerFrom().isPresent() && !own.equals(before)) {
                diagnostics.add(
                        DiagnosticId.CONTRADICTION,
                        phase.optimizerFrom().get().place(),
                        "The optimizer of '" + plan.phases().get(i - 1).name() + "' keeps " + text(before)
                                + " for each value, and that of '" + phase.name() + "' keeps " + text(own) + ".",
                        "Use the same optimizer in both, or leave 'from:' out to begin anew.");
            }
        }
    }

    private static String text(List<String> slots) {
        return slots.isEmpty() ? "nothing" : String.join(", ", slots);
    }
}
