package org.espalier.core.guard;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The call one thread is in at one level, written by that thread, and since when, as the watch saw it. */
final class CallFrame {
    /** Twice the number of the call, plus 1 while its time counts; 0 when there is none. */
    private final AtomicLong now = new AtomicLong();

    private @Nullable Caller caller;
    private String call = "";

    // Of the watch alone.
    private long seen;
    private long since;
    private boolean interrupted;

    void enter(Caller by, String name, long number) {
        caller = by;
        call = name;
        now.setRelease(number << 1 | 1);
    }

    /** The plugin waits for the host: its time does not count. */
    void suspend() {
        now.setRelease(now.getPlain() & ~1L);
    }

    /** The plugin goes on; its time begins anew. */
    void resume() {
        now.setRelease(now.getPlain() | 1);
    }

    void leave() {
        now.setRelease(0);
    }

    /**
     * Looks at the call, by the watch.
     *
     * @return nanoseconds for which it has been the same call; 0 when there is none, or it waits for the host
     */
    long age(long nanoTime) {
        long number = now.getAcquire();
        if (number != seen) {
            seen = number;
            since = nanoTime;
            interrupted = false;
        }
        return (number & 1) == 0 ? 0 : nanoTime - since;
    }

    /** Whether this is called for the first time for this call. */
    boolean interruptOnce() {
        boolean first = !interrupted;
        interrupted = true;
        return first;
    }

    PluginFault overdue(String lasted) {
        Caller by = caller;
        if (by == null) {
            throw new IllegalStateException("no call was ever noted here");
        }
        return PluginFault.overdue(by, call, lasted);
    }
}
