package org.espalier.core.guard;

/**
 * The plugin calls one thread is in, outermost first: a preparation that reads examples calls the source. The thread
 * itself notes beginnings and ends without looking at a clock; the watch sees for how long a note stays the same.
 */
final class CallSlot {
    /** Calls of plugins by plugins go a few levels down; what is deeper counts for the calls around it. */
    private static final int LEVELS = 8;

    private final Thread thread;
    private final CallFrame[] frames = new CallFrame[LEVELS];
    private int depth;
    private long count;

    CallSlot(Thread thread) {
        this.thread = thread;
        for (int i = 0; i < LEVELS; i++) {
            frames[i] = new CallFrame();
        }
    }

    Thread thread() {
        return thread;
    }

    /** By the slot's own thread. */
    void enter(Caller caller, String call) {
        if (depth < LEVELS) {
            frames[depth].enter(caller, call, ++count);
        }
        depth++;
    }

    /** By the slot's own thread: the calls it is in wait for the host. */
    void suspend() {
        for (int i = 0; i < Math.min(depth, LEVELS); i++) {
            frames[i].suspend();
        }
    }

    /** By the slot's own thread: the calls it is in go on. */
    void resume() {
        for (int i = 0; i < Math.min(depth, LEVELS); i++) {
            frames[i].resume();
        }
    }

    /** By the slot's own thread. */
    void leave() {
        depth--;
        if (depth < LEVELS) {
            frames[depth].leave();
        }
    }

    /** The levels, outermost first, for the watch. */
    CallFrame[] frames() {
        return frames;
    }
}
