package org.espalier.core.guard;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.espalier.core.run.RunLimits;
import org.jspecify.annotations.Nullable;

/**
 * Watches the plugin calls of one run. A call past its limit is interrupted, and from then on every guard of the run
 * throws. When its thread does not react, the run is abandoned: whoever waits for it is told, and a thread that comes
 * back later can do nothing more than unwind.
 */
public final class CallWatch implements AutoCloseable {
    /** How long a thread may take to react to its interruption. */
    static final Duration GRACE = Duration.ofSeconds(2);

    /** A limit is looked at so many times before it is reached, so that it is met by an eighth. */
    private static final int LOOKS = 8;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final List<CallSlot> slots = new CopyOnWriteArrayList<>();
    private final ThreadLocal<CallSlot> slot = ThreadLocal.withInitial(this::newSlot);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Consumer<PluginFault> abandonment;
    private final Optional<Thread> watcher;
    private volatile @Nullable PluginFault overdue;
    private volatile @Nullable PluginFault abandoned;

    /**
     * Starts watching.
     *
     * @param abandonment told once, by the watch's thread, when the run is given up; must be quick
     */
    public CallWatch(RunLimits limits, Consumer<PluginFault> abandonment) {
        this.abandonment = abandonment;
        this.watcher = limits.call()
                .map(limit ->
                        Thread.ofPlatform().daemon().name("espalier-watch").unstarted(() -> watch(limit)));
        watcher.ifPresent(Thread::start);
    }

    /** Notes that this thread is about to call a plugin. */
    void enter(Caller caller, String call) {
        throwIfOver();
        slot.get().enter(caller, call);
    }

    /** Does something of the host's that plugins wait for; it has limits of its own, and the plugins' time stands still. */
    <T> T hosted(Supplier<T> work) {
        throwIfOver();
        CallSlot here = slot.get();
        here.suspend();
        try {
            return work.get();
        } finally {
            here.resume();
        }
    }

    /** As the other, without an answer. */
    void hosted(Runnable work) {
        throwIfOver();
        CallSlot here = slot.get();
        here.suspend();
        try {
            work.run();
        } finally {
            here.resume();
        }
    }

    /** Notes that a call that was entered is over, however it ended. */
    void leave() {
        slot.get().leave();
    }

    /** Ends the calling thread's part of a run that is over, because a call was overdue. */
    void throwIfOver() {
        PluginFault fault = overdue;
        if (fault != null) {
            // The interruption was meant for the plugin; files closed on the way out must not see it.
            Thread.interrupted();
            if (abandoned != null) {
                throw new AbandonedRun(String.valueOf(fault.getMessage()));
            }
            throw fault;
        }
    }

    /** Ends the watch. The caller waits until its thread is gone. */
    @Override
    public void close() {
        closed.countDown();
        if (watcher.isPresent() && watcher.get() != Thread.currentThread()) {
            Threads.join(watcher.get());
        }
    }

    private CallSlot newSlot() {
        CallSlot fresh = new CallSlot(Thread.currentThread());
        slots.add(fresh);
        return fresh;
    }

    private void watch(Duration limit) {
        long pause = Math.clamp(limit.toNanos() / LOOKS, SHORTEST_PAUSE.toNanos(), LONGEST_PAUSE.toNanos());
        try {
            while (!closed.await(pause, TimeUnit.NANOSECONDS) && abandoned == null) {
                long now = System.nanoTime();
                for (CallSlot each : slots) {
                    look(each, limit, pause, now);
                }
            }
        } catch (InterruptedException e) {
            // Nobody but a plugin can have interrupted this thread; the run goes on unwatched.
            Thread.currentThread().interrupt();
        }
    }

    private void look(CallSlot each, Duration limit, long pause, long now) {
        CallFrame late = null;
        boolean over = false;
        boolean stuck = false;
        long most = limit.toNanos();
        for (CallFrame frame : each.frames()) {
            long age = frame.age(now);
            over |= age > most;
            stuck |= age > most + GRACE.toNanos();
            // A call and the call it waits for become late together: the inner one is to be named.
            if (age > most - 2 * pause) {
                late = frame;
            }
        }
        if (late == null || !over) {
            return;
        }
        PluginFault fault = late.overdue(Durations.text(limit));
        if (overdue == null) {
            overdue = fault;
        }
        if (late.interruptOnce()) {
            each.thread().interrupt();
        }
        if (stuck) {
            PluginFault given = PluginFault.abandoned(fault, each.thread());
            abandoned = given;
            abandonment.accept(given);
        }
    }
}
