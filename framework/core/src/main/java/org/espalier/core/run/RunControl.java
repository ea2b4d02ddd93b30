package org.espalier.core.run;

import java.util.concurrent.atomic.AtomicBoolean;

/** Lets another thread end a run at the next step. */
public final class RunControl {
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Asks the run to end after the step it is in; it then evaluates nothing more and writes what was done. */
    public void stop() {
        stopped.set(true);
    }

    public boolean stopRequested() {
        return stopped.get();
    }
}
