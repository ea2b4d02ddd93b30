package org.espalier.core.assembly;

import org.espalier.api.border.Dataset;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.LossOperation;
import org.espalier.core.plan.PluginUse;

/** Whether a loss can read what there is to learn. */
record LossCheck(PluginUse use, Dataset data, Diagnostics diagnostics) {
    void check(LossOperation loss) {
        switch (loss) {
            case LossOperation.CrossEntropy _ -> {
                if (!data.classification()) {
                    wrong("reads classes, but the targets of '" + data.name() + "' are numbers.", "squared-error");
                }
            }
            case LossOperation.SquaredError _ -> {
                if (data.classification() && data.graph().isPresent()) {
                    wrong(
                            "judges every example, but of the linked examples of '" + data.name()
                                    + "' only those with a class count.",
                            "cross-entropy");
                }
            }
        }
    }

    private void wrong(String sentence, String instead) {
        diagnostics.add(
                DiagnosticId.CONTRADICTION,
                use.place(),
                "The loss '" + use.name() + "' " + sentence,
                "Write: loss '" + instead + "'");
    }
}
