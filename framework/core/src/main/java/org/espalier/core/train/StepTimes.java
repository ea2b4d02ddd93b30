package org.espalier.core.train;

import java.util.Arrays;
import org.espalier.core.run.RunSummary;

/** Durations of ordinary steps in a ring of fixed size. */
final class StepTimes {
    /** Steps until compiled code runs. */
    static final int WARM_UP = 200;

    private final long[] nanos = new long[4096];
    private long count;

    void add(long duration) {
        nanos[(int) (count++ % nanos.length)] = duration;
    }

    /** Durations in nanoseconds, in the order of the steps; of many steps the last ones. */
    long[] nanos() {
        int have = (int) Math.min(count, nanos.length);
        long[] ordered = new long[have];
        for (int i = 0; i < have; i++) {
            ordered[i] = nanos[(int) ((count - have + i) % nanos.length)];
        }
        return ordered;
    }

    /** Steps per second; of all steps when the phase was shorter than the warm-up. NaN without a step. */
    RunSummary.Quartiles stepsPerSecond() {
        int have = (int) Math.min(count, nanos.length);
        int skip = count <= nanos.length && have > 2 * WARM_UP ? WARM_UP : 0;
        return StepRate.of(Arrays.copyOfRange(nanos, skip, have));
    }
}
