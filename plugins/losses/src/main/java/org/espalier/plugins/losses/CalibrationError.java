package org.espalier.plugins.losses;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;

/**
 * Expected calibration error (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017). An example's confidence
 * is its largest softmax probability. Examples are put in bins {@code (i / bins, (i + 1) / bins]} of confidence; the
 * error is {@code Σ_b n_b / n · |accuracy_b - mean confidence_b|}. NaN for no examples.
 */
@Plugin(
        name = "calibration-error",
        doc =
                "How far the model's confidence is from its accuracy, in [0, 1]; 0 means that it knows how sure it may be.")
public final class CalibrationError implements Metric {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Number of equally wide bins of confidence.", byDefault = "15", range = "[1, 1000000]")
            int bins) {
        public Options {
            if (bins < 1 || bins > 1_000_000) {
                throw new EspalierException("bins must be in [1, 1000000], was " + bins + ".");
            }
        }
    }

    @Inject
    public CalibrationError(Options options) {
        this.options = options;
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public Accumulator start() {
        return new Bins(options.bins());
    }

    private static final class Bins implements Accumulator {
        /** Per bin: right predictions minus the sum of confidences; its share of the error is |gap| / n. */
        private final double[] gaps;

        private long examples;

        Bins(int bins) {
            this.gaps = new double[bins];
        }

        @Override
        public void add(Predictions predictions) {
            for (int e = 0; e < predictions.count(); e++) {
                int predicted = Labels.predicted(predictions, e);
                double confidence = confidence(predictions, e, predicted);
                int bin = Math.clamp((int) Math.ceil(confidence * gaps.length) - 1, 0, gaps.length - 1);
                boolean right = predicted == Labels.wanted(predictions, e, "calibration-error");
                gaps[bin] += (right ? 1 : 0) - confidence;
            }
            examples += predictions.count();
        }

        /** The softmax probability of the largest output: 1 / Σ_c exp(x_c - max). */
        private static double confidence(Predictions predictions, int example, int predicted) {
            double max = predictions.output(example, predicted);
            double sum = 0;
            for (int c = 0; c < predictions.outputs(); c++) {
                sum += StrictMath.exp(predictions.output(example, c) - max);
            }
            return 1 / sum;
        }

        @Override
        public double value() {
            double error = 0;
            for (double gap : gaps) {
                error += Math.abs(gap);
            }
            return error / examples;
        }
    }
}
