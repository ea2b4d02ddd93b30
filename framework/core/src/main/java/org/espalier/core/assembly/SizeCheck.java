package org.espalier.core.assembly;

import java.util.List;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.Model;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.plan.RecalibratePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.RuleSpec;

/** What of a plan does not fit once the model and the length of its phases are known. */
record SizeCheck(RecipePlan plan, Model model, Diagnostics diagnostics) {
    void check(int batch, List<PhaseSpec> phases) {
        checkBatch(batch);
        checkPoints(phases);
        checkStatistics();
        if (plan.data().validation() == 0) {
            checkBlindRules(phases);
        }
    }

    /** Nothing is chosen by test examples. */
    private void checkBlindRules(List<PhaseSpec> phases) {
        for (int i = 0; i < phases.size(); i++) {
            List<RuleSpec> rules = phases.get(i).step().rules();
            for (int k = 0; k < rules.size(); k++) {
                if (rules.get(k).rule().measures()) {
                    diagnostics.add(
                            DiagnosticId.CONTRADICTION,
                            plan.phases().get(i).step().rules().get(k).place(),
                            "The rule '" + rules.get(k).name()
                                    + "' goes by what is measured on validation data, and none is held out.",
                            "Say in data { … }: split validation: 0.1");
                }
            }
        }
    }

    private void checkBatch(int batch) {
        if (batch < model.wholeBatch()) {
            diagnostics.add(
                    DiagnosticId.SHAPE_MISMATCH,
                    plan.data().place(),
                    "A layer adds up the neighbours of examples, so every batch holds all " + model.wholeBatch()
                            + " of them, and the batch is " + batch + ".",
                    "Write: batch " + model.wholeBatch());
        }
    }

    /** Whether a phase is as long as another one wants it. */
    private void checkPoints(List<PhaseSpec> phases) {
        for (PhaseSpec spec : phases) {
            plan.needs().stream()
                    .filter(point -> point.from().equals(spec.name()) && spec.step(point.at()) > spec.steps())
                    .forEach(point -> diagnostics.add(
                            DiagnosticId.OUT_OF_RANGE,
                            point.place(),
                            "The phase '" + spec.name() + "' is over before step " + spec.step(point.at()) + ": it has "
                                    + spec.steps() + ".",
                            "Leave 'at:' out to take its end."));
        }
    }

    private void checkStatistics() {
        boolean measures = model.parameters().stream().anyMatch(StatisticSpec.class::isInstance);
        plan.between().stream()
                .filter(step -> step instanceof RecalibratePlan && !measures)
                .forEach(step -> diagnostics.add(
                        DiagnosticId.CONTRADICTION,
                        step.place(),
                        "There are no running statistics to estimate anew: no layer of the model has batch"
                                + " normalisation.",
                        "Leave this out."));
    }
}
