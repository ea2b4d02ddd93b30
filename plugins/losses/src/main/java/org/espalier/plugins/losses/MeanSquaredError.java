package org.espalier.plugins.losses;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;

/** The mean over examples and outputs of the squared difference from the target, in double. NaN for no examples. */
@Plugin(
        name = "mean-squared-error",
        doc = "Mean squared difference between outputs and targets, in squared units of the target.")
public final class MeanSquaredError implements Metric {
    @Inject
    public MeanSquaredError() {}

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public Accumulator start() {
        return new Squares();
    }

    private static final class Squares implements Accumulator {
        private double sum;
        private long terms;

        @Override
        public void add(Predictions predictions) {
            for (int e = 0; e < predictions.count(); e++) {
                for (int f = 0; f < predictions.outputs(); f++) {
                    double difference = (double) predictions.output(e, f) - predictions.target(e, f);
                    sum += difference * difference;
                }
            }
            terms += (long) predictions.count() * predictions.outputs();
        }

        @Override
        public double value() {
            return sum / terms;
        }
    }
}
