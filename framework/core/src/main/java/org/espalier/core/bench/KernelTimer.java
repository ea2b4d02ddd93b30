package org.espalier.core.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/**
 * Times one call, made by every thread at once on arguments of its own. Rounds of calls are kept short, and the best one counts:
 * what else the machine does makes rounds slower and never faster.
 */
public final class KernelTimer {
    /** Long beside the clock and the waking of threads, short beside the time that a thread keeps its core. */
    private static final long ROUND_NANOS = 500_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<KernelCall> calls;
    private final WorkerPool pool;
    private final Work work;
    private final long[] allocated;
    private int repetitions = 1;
    private double bestNanos = Double.POSITIVE_INFINITY;
    private double leastBytes = Double.POSITIVE_INFINITY;

    /**
     * Of one call.
     *
     * @param calls the same one for each thread of the pool, at least 1
     */
    public KernelTimer(List<KernelCall> calls, WorkerPool pool) {
        this.calls = List.copyOf(calls);
        this.pool = pool;
        this.allocated = new long[calls.size()];
        Runnable[] runnables = calls.stream().map(KernelCall::call).toArray(Runnable[]::new);
        this.work = thread -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < repetitions; i++) {
                runnables[thread].run();
            }
            allocated[thread] = THREADS.getCurrentThreadAllocatedBytes() - before;
        };
    }

    /** The call that the first thread makes. */
    public KernelCall call() {
        return calls.getFirst();
    }

    /** Makes rounds for so long, and at least one. */
    public void turn(long nanos) {
        long end = System.nanoTime() + nanos;
        long begin;
        do {
            begin = System.nanoTime();
            pool.run(work, calls.size());
            count(System.nanoTime() - begin);
        } while (System.nanoTime() < end);
    }

    private void count(long nanos) {
        bestNanos = Math.min(bestNanos, (double) nanos / repetitions);
        long bytes = 0;
        for (long ofThread : allocated) {
            bytes += ofThread;
        }
        leastBytes = Math.min(leastBytes, (double) bytes / repetitions / allocated.length);
        if (nanos < ROUND_NANOS && repetitions < Integer.MAX_VALUE / 2) {
            repetitions *= 2;
        }
    }

    /** Nanoseconds of a call in the best round; infinite before the first turn. */
    public double nanos() {
        return bestNanos;
    }

    /** Work of all threads in a nanosecond: 10^9 operations, or bytes, a second. */
    public double rate() {
        return call().work() * calls.size() / bestNanos;
    }

    /** Bytes of Java heap that a call allocated in the round in which it was least. */
    public double bytesAllocated() {
        return leastBytes;
    }
}
