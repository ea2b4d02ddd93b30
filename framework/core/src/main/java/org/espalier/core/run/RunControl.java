package org.espalier.core.run;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets another thread end a run at the next step. */
public final class RunControl {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile Optional<String> failure = Optional.empty();

    /** Asks the run to end after the step it is in; it then evaluates nothing more and writes what was done. */
    public void stop() {
        stopped.set(true);
    }

    /**
     * Ends the run after the step it is in, as one that failed. The first reason counts.
     *
     * @param reason a sentence for people
     */
    public synchronized void fail(String reason) {
        failure = failure.or(() -> Optional.of(reason));
        stopped.set(true);
    }

    /** Whether the run shall end, because it was stopped or because it failed. */
    public boolean stopRequested() {
        return stopped.get();
    }

    /** Why the run must end, if another thread found it cannot go on. */
    public Optional<String> failure() {
        return failure;
    }
}
