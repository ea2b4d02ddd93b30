package org.espalier.core.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for the JVM's compilers: until they are through with a kernel it is slow, and allocates. */
public final class CompilerRest {
    /** Longer than any one method takes to be compiled on a machine that has nothing else to do. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private CompilerRest() {}

    /** Milliseconds compilers have worked since the JVM began; 0 in a JVM that does not say, or has none. */
    private static long worked() {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        return compilers != null && compilers.isCompilationTimeMonitoringSupported()
                ? compilers.getTotalCompilationTime()
                : 0;
    }

    /**
     * Does something again and again, until it leaves compilers nothing to do or the time is over.
     *
     * @param nanos at most so long, but for the last time
     * @return whether compilers had nothing to do at last
     */
    public static boolean warmUp(Runnable work, long nanos) {
        long begin = System.nanoTime();
        long before;
        do {
            before = worked();
            work.run();
            long seen;
            do {
                seen = worked();
                LockSupport.parkNanos(Math.min(REST_NANOS, nanos));
            } while (worked() > seen && System.nanoTime() - begin < nanos);
        } while (worked() > before && System.nanoTime() - begin < nanos);
        return worked() == before;
    }
}
