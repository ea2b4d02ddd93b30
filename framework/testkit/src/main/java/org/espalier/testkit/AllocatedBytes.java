package org.espalier.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what a thread allocates. */
final class AllocatedBytes {
    private AllocatedBytes() {}

    /** All bytes this thread has allocated so far. */
    static long ofThisThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
