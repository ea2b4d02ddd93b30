package org.espalier.plugins.losses;

import org.espalier.api.EspalierException;
import org.espalier.api.border.Predictions;

/** Outputs as choices among classes. */
final class Labels {
    private Labels() {}

    /** The class with the largest output; of equal ones the first. */
    static int predicted(Predictions predictions, int example) {
        int best = 0;
        for (int c = 1; c < predictions.outputs(); c++) {
            if (predictions.output(example, c) > predictions.output(example, best)) {
                best = c;
            }
        }
        return best;
    }

    /** The class that was wanted. */
    static int wanted(Predictions predictions, int example, String metric) {
        int label = predictions.label(example);
        if (label < 0) {
            throw new EspalierException(metric
                    + " compares classes, but the targets of this data are numbers; use 'mean-squared-error' instead.");
        }
        return label;
    }
}
