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
