package org.espalier.core.assembly;

import java.util.function.Function;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.LossOperation;
import org.espalier.core.plan.PluginUse;

/** Whether a loss can read what there is to learn. */
record LossCheck(PluginUse use, Dataset data, Diagnostics diagnostics) {
    /** Probabilities that were written with four digits add up to 1 with less than this error. */
    private static final double PROBABILITY = 1e-3;

    void check(LossOperation loss) {
        switch (loss) {
            case LossOperation.CrossEntropy _ -> {
                if (!data.classification()) {
                    wrong("reads classes, but the targets of '" + data.name() + "' are numbers.", "squared-error");
                } else if (data.train().mixesTargets()) {
                    wrong(
                            "reads one class of each example, but a preparation mixes those of '" + data.name() + "'.",
                            "kl-divergence");
                }
            }
            case LossOperation.SquaredError _, LossOperation.Huber _ -> targets(target -> "");
            case LossOperation.BinaryCrossEntropy _ -> targets(LossCheck::shares);
            case LossOperation.KlDivergence _ -> targets(LossCheck::probabilities);
        }
    }

    /**
     * Looks at the numbers a loss reads. Those of classes are one-hot.
     *
     * @param fault what is wrong with the targets of an example; empty for nothing
     */
    private void targets(Function<float[], String> fault) {
        if (!data.classification()) {
            if (fits("training", data.train(), fault)) {
                fits("held-out", data.test(), fault);
            }
        } else if (data.graph().isPresent()) {
            wrong(
                    "judges every example, but of the linked examples of '" + data.name()
                            + "' only those with a class count.",
                    "cross-entropy");
        }
    }

    private boolean fits(String split, Examples examples, Function<float[], String> fault) {
        float[] target = new float[data.targets()];
        for (int id = 0; id < examples.count(); id++) {
            examples.target(id, target);
            String found = fault.apply(target);
            if (!found.isEmpty()) {
                String example = split + " example " + id + " of '" + data.name() + "'";
                wrong(found.formatted(example), "squared-error");
                return false;
            }
        }
        return true;
    }

    private static String shares(float[] target) {
        for (int f = 0; f < target.length; f++) {
            if (!(target[f] >= 0 && target[f] <= 1)) {
                return "reads targets from 0 for no to 1 for yes, but target " + f + " of %s is " + target[f] + ".";
            }
        }
        return "";
    }

    private static String probabilities(float[] target) {
        double sum = 0;
        for (int f = 0; f < target.length; f++) {
            if (!(target[f] >= 0)) {
                return "reads probabilities, but target " + f + " of %s is " + target[f] + ".";
            }
            sum += target[f];
        }
        return Math.abs(sum - 1) <= PROBABILITY
                ? ""
                : "reads probabilities that add up to 1, but those of %s add up to " + sum + ".";
    }

    private void wrong(String sentence, String instead) {
        diagnostics.add(
                DiagnosticId.CONTRADICTION,
                use.place(),
                "The loss '" + use.name() + "' " + sentence,
                "Write: loss '" + instead + "'");
    }
}
