package org.espalier.core.train;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Counts heap bytes that given threads allocate in ordinary steps, over windows of at least {@value #WINDOW} steps. The
 * last whole window counts, because compilers are busy long after a run begins and code that waits for them may box.
 */
final class AllocationMeter {
    private static final int WINDOW = 1000;

    private final ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long[] threads;
    private long from;
    private long bytes;
    private long steps;
    private long stepsInStretch = -1;
    private double lastWindow = Double.NaN;

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
        if (steps >= WINDOW) {
            lastWindow = (double) bytes / steps;
            bytes = 0;
            steps = 0;
        }
    }

    /** Over the last whole window, or over all steps counted when there was none; NaN when there was no step. */
    double bytesPerStep() {
        if (!Double.isNaN(lastWindow)) {
            return lastWindow;
        }
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
