package org.espalier.core.train;

import java.util.Arrays;
import org.espalier.core.run.RunSummary;

/** Durations of ordinary steps in a ring of fixed size, after a warm-up. */
final class StepTimes {
    /** Steps until compiled code runs. */
    static final int WARM_UP = 200;

    private final long[] nanos = new long[4096];
    private long count;

    void add(long duration) {
        nanos[(int) (count++ % nanos.length)] = duration;
    }

    /** Steps per second; of all steps when the phase was shorter than the warm-up. NaN without a step. */
    RunSummary.Quartiles stepsPerSecond() {
        int have = (int) Math.min(count, nanos.length);
        int skip = count <= nanos.length && have > 2 * WARM_UP ? WARM_UP : 0;
        long[] sorted = Arrays.copyOfRange(nanos, skip, have);
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
