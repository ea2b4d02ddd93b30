package org.espalier.plugins.losses;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;

/**
 * The share of outputs that are greater than 0, where the target is greater than 1/2, or not, where it is not. NaN for no
 * examples.
 */
@Plugin(
        name = "binary-accuracy",
        doc =
                "Share of yes-or-no questions answered correctly, in [0, 1]; an output is a logit, so above 0 it says yes.")
public final class BinaryAccuracy implements Metric {
    @Inject
    public BinaryAccuracy() {}

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Accumulator start() {
        return new Answers();
    }

    private static final class Answers implements Accumulator {
        private long right;
        private long answers;

        @Override
        public void add(Predictions predictions) {
            for (int e = 0; e < predictions.count(); e++) {
                for (int f = 0; f < predictions.outputs(); f++) {
                    boolean yes = predictions.output(e, f) > 0;
                    boolean wanted = predictions.target(e, f) > 0.5;
                    right += yes == wanted ? 1 : 0;
                }
            }
            answers += (long) predictions.count() * predictions.outputs();
        }

        @Override
        public double value() {
            return right / (double) answers;
        }
    }
}
