package org.espalier.embed;

import java.util.List;

/**
 * A sample described.
 *
 * @param count how many values
 * @param mean arithmetic mean; NaN when there is none
 * @param deviation standard deviation with n - 1 in the denominator; NaN for fewer than two values
 */
public record Sample(int count, double mean, double deviation) {
    /** Describes the values. */
    public static Sample of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(v -> v).sum() / n;
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return new Sample(n, mean, n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1)));
    }
}
