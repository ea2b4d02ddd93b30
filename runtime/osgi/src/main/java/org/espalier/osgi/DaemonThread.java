package org.espalier.osgi;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.espalier.api.EspalierException;

/**
 * Runs work on a daemon thread and waits for it. Threads that a framework or a bundle's activator starts there inherit
 * that they are daemons, so a host that nobody closed does not keep the JVM alive.
 */
final class DaemonThread {
    private DaemonThread() {}

    static <T> T call(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread.ofPlatform().daemon().name("espalier-bundles").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw rethrown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EspalierException("Interrupted while the plugins were loaded.", e);
        }
    }

    private static RuntimeException rethrown(ExecutionException failure) {
        return switch (failure.getCause()) {
            case Error error -> throw error;
            case RuntimeException known -> known;
            case null, default -> new IllegalStateException(failure);
        };
    }
}
