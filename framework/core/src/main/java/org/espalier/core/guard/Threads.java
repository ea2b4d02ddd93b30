package org.espalier.core.guard;

/** Waiting for threads. */
final class Threads {
    private Threads() {}

    /** Waits until a thread is gone, whatever happens; an interruption is kept for later. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
