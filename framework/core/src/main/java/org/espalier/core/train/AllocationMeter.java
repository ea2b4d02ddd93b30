package org.espalier.core.train;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts heap bytes that given threads allocate in ordinary steps. */
final class AllocationMeter {
    private final ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long[] threads;
    private long from;
    private long bytes;
    private long steps;
    private long stepsInStretch = -1;

    /** The caller's thread and others. */
    AllocationMeter(long[] others) {
        threads = new long[others.length + 1];
        threads[0] = Thread.currentThread().threadId();
        System.arraycopy(others, 0, threads, 1, others.length);
    }

    /** Begins a stretch of ordinary steps; {@link #step} counts them, {@link #end} closes the stretch. */
    void begin() {
        stepsInStretch = 0;
        from = allocated();
    }

    void step() {
        if (stepsInStretch >= 0) {
            stepsInStretch++;
        }
    }

    void end() {
        if (stepsInStretch > 0) {
            bytes += allocated() - from;
            steps += stepsInStretch;
        }
        stepsInStretch = -1;
    }

    /** NaN before an ordinary step was counted. */
    double bytesPerStep() {
        return steps == 0 ? Double.NaN : (double) bytes / steps;
    }

    private long allocated() {
        long sum = 0;
        for (int i = 0; i < threads.length; i++) {
            sum += bean.getThreadAllocatedBytes(threads[i]);
        }
        return sum;
    }
}
