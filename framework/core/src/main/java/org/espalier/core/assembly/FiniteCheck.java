package org.espalier.core.assembly;

import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.core.plan.DataPlan;

/** Whether every feature is a number when everything is prepared: a network would spread one that is none to all weights. */
record FiniteCheck(DataPlan plan, Dataset data) {
    /**
     * Reads every example once.
     *
     * @throws EspalierException at the first feature that is NaN or infinite
     */
    void check() {
        check("training", data.train());
        check("held-out", data.test());
    }

    private void check(String split, Examples examples) {
        float[] row = new float[data.features()];
        for (int id = 0; id < examples.count(); id++) {
            examples.features(id, row);
            for (int f = 0; f < row.length; f++) {
                if (!Float.isFinite(row[f])) {
                    throw new EspalierException(plan.source().place() + ": feature " + f + " of " + split + " example "
                            + id + " of '" + data.name() + "' is "
                            + (Float.isNaN(row[f])
                                    ? "missing; say prepare 'fill-missing' before other preparations, or leave the"
                                            + " feature out."
                                    : row[f] + "; a network can read finite numbers only."));
                }
            }
        }
    }
}
