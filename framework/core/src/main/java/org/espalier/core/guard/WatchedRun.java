package org.espalier.core.guard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunLimits;

/**
 * Does a piece of work that calls plugins on a thread of its own, while the caller waits, so that the caller can be told
 * when a plugin never comes back.
 *
 * <p>An abandoned run is not cleaned up by anybody else, because its stuck thread may still read and write what it was
 * given. Its planes and weights stay allocated, its folder stays open, until that thread returns; then its guard throws
 * and the run unwinds by itself. If the thread never returns, they are lost, on purpose.
 */
public final class WatchedRun {
    private final String name;
    private final RunLimits limits;
    private final RunControl control;
    private final int threads;
    private volatile boolean abandoned;

    /**
     * @param name of the thread
     * @param control asked to stop when the waiting caller is interrupted
     * @param threads that work, the run's own included
     */
    public WatchedRun(String name, RunLimits limits, RunControl control, int threads) {
        this.name = name;
        this.limits = limits;
        this.control = control;
        this.threads = threads;
    }

    /**
     * Does the work and returns when it is done and every thread is gone.
     *
     * <p>An interruption of the caller asks the work to stop, waits for its orderly end and is kept for the caller.
     *
     * @throws PluginFault when the work was abandoned; the message names the thread
     */
    public <T> T call(BiFunction<CallWatch, WorkerPool, T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                result.complete(within(work, result));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.start();
        return waitFor(result, thread);
    }

    private <T> T within(BiFunction<CallWatch, WorkerPool, T> work, CompletableFuture<T> result) {
        try (WorkerPool pool = new WorkerPool(threads);
                CallWatch watch = new CallWatch(limits, fault -> abandon(fault, pool, result))) {
            return work.apply(watch, pool);
        }
    }

    private void abandon(PluginFault fault, WorkerPool pool, CompletableFuture<?> result) {
        abandoned = true;
        control.stop();
        pool.abandon(new AbandonedRun(String.valueOf(fault.getMessage())));
        result.completeExceptionally(fault);
    }

    private <T> T waitFor(CompletableFuture<T> result, Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                return result.get();
            } catch (InterruptedException e) {
                interrupted = true;
                control.stop();
            } catch (ExecutionException e) {
                throw unchecked(e);
            } finally {
                if (result.isDone()) {
                    leave(thread, interrupted);
                }
            }
        }
    }

    private void leave(Thread thread, boolean interrupted) {
        if (!abandoned) {
            Threads.join(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static RuntimeException unchecked(ExecutionException failure) {
        return switch (failure.getCause()) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null, default -> new IllegalStateException("a run failed", failure);
        };
    }
}
