package org.espalier.core.check;

import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.plan.ApplyPlan;
import org.espalier.core.plan.AveragePlan;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.MergePlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.RecalibratePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SelectPlan;
import org.espalier.core.plan.TransformPlan;

/** Whether a plan is so small that everything in it can be compared in no noticeable time. */
record PlanSize(RecipePlan plan, Diagnostics found) {
    private static final int MAX_PHASES = 200;
    private static final int MAX_BETWEEN = 200;
    private static final int MAX_DATA = 20;
    private static final int MAX_NAMES = 1000;

    boolean check() {
        return atMost(MAX_PHASES, plan.phases().size(), "has", "phases", "Train longer in each of them.")
                && atMost(
                        MAX_BETWEEN,
                        plan.between().size(),
                        "has",
                        "sentences between phases",
                        "One sentence may name many layers: layers: 'fc*'")
                && atMost(MAX_DATA, plan.streams().size(), "has", "further data", "One source may hold several files.")
                && atMost(
                        MAX_NAMES,
                        names(),
                        "names",
                        "layers and phases",
                        "A * stands for any characters: layers 'fc*'");
    }

    private boolean atMost(int most, long there, String verb, String what, String hint) {
        if (there > most) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    plan.place(),
                    "The recipe " + verb + " " + there + " " + what + ", more than " + most + ".",
                    hint);
        }
        return there <= most;
    }

    private long names() {
        return plan.phases().stream().mapToLong(PlanSize::names).sum()
                + plan.between().stream().mapToLong(PlanSize::names).sum();
    }

    private static long names(PhasePlan phase) {
        long inSparsify = phase.sparsify().stream()
                .mapToLong(sparsify -> sparsify.layers().size())
                .sum();
        long inPenalties = phase.step().regularize().stream()
                .mapToLong(
                        penalty -> penalty.weights().size() + penalty.scales().size())
                .sum();
        long inWeights = phase.weights().stream()
                .mapToLong(
                        weights -> 1 + weights.only().size() + weights.except().size())
                .sum();
        return inSparsify
                + inWeights
                + inPenalties
                + phase.step().streams().size()
                + phase.step().rules().stream()
                        .mapToLong(rule -> 1 + rule.layers().size())
                        .sum()
                + phase.step().frozen().size()
                + phase.step().rates().size()
                + phase.step().decays().size();
    }

    private static long names(BetweenPlan step) {
        return switch (step) {
            case ApplyPlan apply -> apply.layers().size();
            case AveragePlan average -> average.of().size();
            case MergePlan merge -> merge.layers().size();
            case RecalibratePlan _ -> 0;
            case TransformPlan transform -> transform.layers().size();
            case SelectPlan select -> select.weights().size() + select.scales().size();
        };
    }
}
