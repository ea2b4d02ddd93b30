package org.espalier.plugins.data;

import org.espalier.api.border.Examples;

/**
 * Mean and population variance of each feature, in double, in one pass over the examples in the order of their ids.
 * Sums are taken of differences from the first example, so that a large mean does not swallow a small variance (Chan,
 * Golub and LeVeque, "Algorithms for Computing the Sample Variance", 1983).
 *
 * @param mean {@code [features]}
 * @param variance {@code [features]}, not negative
 */
record FeatureStatistics(double[] mean, double[] variance) {
    /** Reads every example once. Without examples every mean and variance is 0. */
    static FeatureStatistics measure(Examples examples, int features) {
        double[] sum = new double[features];
        double[] squares = new double[features];
        float[] origin = new float[features];
        float[] values = new float[features];
        int count = examples.count();
        for (int id = 0; id < count; id++) {
            examples.features(id, values);
            if (id == 0) {
                System.arraycopy(values, 0, origin, 0, features);
            }
            add(values, origin, sum, squares);
        }
        for (int f = 0; f < features && count > 0; f++) {
            double shifted = sum[f] / count;
            squares[f] = Math.max(0, squares[f] / count - shifted * shifted);
            sum[f] = origin[f] + shifted;
        }
        return new FeatureStatistics(sum, squares);
    }

    private static void add(float[] values, float[] origin, double[] sum, double[] squares) {
        for (int f = 0; f < values.length; f++) {
            double difference = (double) values[f] - (double) origin[f];
            sum[f] += difference;
            squares[f] += difference * difference;
        }
    }

    /**
     * The same for every feature of a channel: its mean over all positions, and the variance about that.
     *
     * @param channels of a picture, side by side at each position
     */
    FeatureStatistics byChannel(int channels) {
        double[] means = new double[mean.length];
        double[] variances = new double[mean.length];
        for (int c = 0; c < channels; c++) {
            FeatureStatistics own = new FeatureStatistics(every(mean, c, channels), every(variance, c, channels));
            double overallMean = own.overallMean();
            double overallVariance = own.overallVariance();
            for (int f = c; f < mean.length; f += channels) {
                means[f] = overallMean;
                variances[f] = overallVariance;
            }
        }
        return new FeatureStatistics(means, variances);
    }

    private static double[] every(double[] values, int first, int step) {
        double[] some = new double[values.length / step];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[first + i * step];
        }
        return some;
    }

    /** The mean over all features of all examples. */
    double overallMean() {
        double sum = 0;
        for (double m : mean) {
            sum += m;
        }
        return sum / mean.length;
    }

    /** The variance over all features of all examples: the mean variance plus the variance of the means. */
    double overallVariance() {
        double overall = overallMean();
        double sum = 0;
        for (int f = 0; f < mean.length; f++) {
            double difference = mean[f] - overall;
            sum += variance[f] + difference * difference;
        }
        return sum / mean.length;
    }
}
