package org.espalier.core.parallel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few daemon threads that share work with the calling thread. Chunks are claimed one by one, so a thread that loses its
 * core delays one chunk and not the whole; the call returns when all chunks are done, whoever did them. Idle threads spin
 * for a moment and then park. A call allocates nothing.
 *
 * <p>One number holds the turn (a count of calls) and how many of its chunks are free. A thread claims one by lowering
 * that number, which fails when the turn has passed: late threads can neither repeat a chunk nor touch the next call's.
 */
public final class WorkerPool implements AutoCloseable {
    /** Well below a millisecond: longer than the gaps between the operations of a step, shorter than anyone notices. */
    private static final int SPINS = 20_000;

    private final int threads;
    private final Thread[] workers;
    private final Sleeper[] sleepers;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicLong ticket = new AtomicLong();
    private final AtomicInteger done = new AtomicInteger();

    // Written by the caller before it raises the turn, read after it.
    private @Nullable Work work;
    private int chunks;

    private volatile @Nullable Thread waiting;
    private volatile boolean closed;
    private volatile @Nullable Error abandoned;

    private final Object failureLock = new Object();
    private @Nullable Throwable failure;
    private int failedChunk;

    /**
     * Starts the threads.
     *
     * @param threads how many work, the calling thread included; at least 1
     */
    public WorkerPool(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a pool has at least 1 thread, was " + threads);
        }
        this.threads = threads;
        workers = new Thread[threads - 1];
        sleepers = new Sleeper[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            Sleeper sleeper = new Sleeper();
            sleepers[i] = sleeper;
            workers[i] = Thread.ofPlatform()
                    .daemon()
                    .name("espalier-worker-" + (i + 1))
                    .start(() -> serve(sleeper));
        }
    }

    /** How many threads work, the calling one included. */
    public int threads() {
        return threads;
    }

    /** Ids of the pool's own threads, for meters. */
    public long[] threadIds() {
        return Arrays.stream(workers).mapToLong(Thread::threadId).toArray();
    }

    /**
     * Does all chunks, on this thread and the pool's, and returns when they are done. When chunks throw, the others are
     * done all the same, and then what the lowest of them threw is thrown here.
     *
     * @param chunks how many, at least 0
     * @throws IllegalStateException if the pool is closed or at work, for example when a chunk calls this
     */
    public void run(Work work, int chunks) {
        throwIfAbandoned();
        if (closed || !busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    closed ? "the worker pool is closed" : "a worker pool does one piece of work at a time");
        }
        try {
            if (workers.length == 0 || chunks <= 1) {
                for (int chunk = 0; chunk < chunks; chunk++) {
                    attempt(work, chunk);
                }
            } else {
                share(work, chunks);
            }
            throwIfAbandoned();
            if (failure != null) {
                rethrow();
            }
        } finally {
            busy.set(false);
        }
    }

    /** Ends the threads. Closing again does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("a worker pool cannot be closed while it is at work");
        }
        closed = true;
        nextTurn(0);
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Gives the pool up while it may be at work that never ends. Idle threads end now, busy ones when they come back: the
     * work that is on is finished, but nothing follows it. Does not wait. Any thread may call it.
     *
     * @param why what {@link #run} throws from now on
     */
    public void abandon(Error why) {
        abandoned = why;
        closed = true;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private void share(Work work, int chunks) {
        this.work = work;
        this.chunks = chunks;
        done.set(0);
        int turn = nextTurn(chunks);
        claim(turn);
        for (int i = 0; i < SPINS && done.get() < chunks; i++) {
            Thread.onSpinWait();
        }
        if (done.get() < chunks) {
            waiting = Thread.currentThread();
            while (done.get() < chunks) {
                LockSupport.park(this);
            }
            waiting = null;
        }
        this.work = null;
    }

    private int nextTurn(int free) {
        int turn = turn(ticket.get()) + 1;
        ticket.set(((long) turn << 32) + free);
        for (int i = 0; i < workers.length; i++) {
            if (sleepers[i].asleep()) {
                LockSupport.unpark(workers[i]);
            }
        }
        return turn;
    }

    private void serve(Sleeper sleeper) {
        int seen = 0;
        while (!closed) {
            seen = await(seen, sleeper);
            claim(seen);
        }
    }

    /** Waits for a turn other than the one seen last. */
    private int await(int seen, Sleeper sleeper) {
        for (int i = 0; i < SPINS; i++) {
            int turn = turn(ticket.get());
            if (turn != seen) {
                return turn;
            }
            Thread.onSpinWait();
        }
        sleeper.asleep(true);
        while (turn(ticket.get()) == seen && !closed) {
            LockSupport.park(this);
        }
        sleeper.asleep(false);
        return turn(ticket.get());
    }

    private void claim(int turn) {
        while (true) {
            long now = ticket.get();
            int free = (int) now;
            if (turn(now) != turn || free == 0) {
                return;
            }
            Work current = work;
            int count = chunks;
            // Succeeds only while this turn has free chunks, so it is not over, and work and chunks are its own.
            if (ticket.compareAndSet(now, now - 1) && current != null) {
                attempt(current, count - free);
                if (done.incrementAndGet() == count) {
                    LockSupport.unpark(waiting);
                }
            }
        }
    }

    private void attempt(Work work, int chunk) {
        try {
            work.run(chunk);
        } catch (Throwable e) {
            synchronized (failureLock) {
                if (failure == null || chunk < failedChunk) {
                    failure = e;
                    failedChunk = chunk;
                }
            }
        }
    }

    private void throwIfAbandoned() {
        Error why = abandoned;
        if (why != null) {
            throw why;
        }
    }

    private void rethrow() {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        throw new IllegalStateException("a chunk of work failed", thrown);
    }

    private static int turn(long ticket) {
        return (int) (ticket >>> 32);
    }

    /** Whether a worker has gone, or is going, to sleep. */
    private static final class Sleeper {
        private volatile boolean asleep;

        boolean asleep() {
            return asleep;
        }

        void asleep(boolean value) {
            asleep = value;
        }
    }
}
