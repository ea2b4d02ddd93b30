package org.espalier.osgi;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Lets go of bundles that were taken out. What other bundles are wired to a framework keeps until it is told to refresh,
 * which restarts those others; this waits with that until no run uses any of them.
 */
record RemovedBundles(Framework framework) {
    private static final long MOST_SECONDS = 10;

    /**
     * Refreshes what nobody uses and waits until that is done.
     *
     * @param inUse whether a run uses a bundle
     */
    void release(Predicate<Bundle> inUse) {
        FrameworkWiring wiring = framework.adapt(FrameworkWiring.class);
        if (wiring == null || framework.getState() != Bundle.ACTIVE) {
            return;
        }
        List<Bundle> idle = wiring.getRemovalPendingBundles().stream()
                .filter(bundle ->
                        wiring.getDependencyClosure(List.of(bundle)).stream().noneMatch(inUse))
                .toList();
        if (!idle.isEmpty()) {
            DaemonThread.call(() -> refresh(wiring, idle));
        }
    }

    private static boolean refresh(FrameworkWiring wiring, List<Bundle> idle) {
        CountDownLatch done = new CountDownLatch(1);
        wiring.refreshBundles(idle, event -> done.countDown());
        try {
            return done.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
