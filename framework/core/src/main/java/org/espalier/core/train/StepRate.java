package org.espalier.core.train;

import java.util.Arrays;
import org.espalier.core.run.RunSummary;

/** Steps per second of durations. */
public final class StepRate {
    private StepRate() {}

    /**
     * Quartiles of steps per second: the first is that of the slow steps.
     *
     * @param nanos durations of steps, in any order
     * @return NaN without a step
     */
    public static RunSummary.Quartiles of(long... nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new RunSummary.Quartiles(rate(sorted, 0.75), rate(sorted, 0.5), rate(sorted, 0.25));
    }

    private static double rate(long[] sorted, double quantile) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return 1e9 / sorted[(int) Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))];
    }
}
