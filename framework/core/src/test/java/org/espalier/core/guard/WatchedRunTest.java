package org.espalier.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkView;
import org.espalier.api.border.PublicFile;
import org.espalier.api.border.TensorView;
import org.espalier.api.number.Schedule;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class WatchedRunTest {
    private static final RunLimits SHORT = RunLimits.ofCall(Duration.ofMillis(200));

    private static WatchedRun run(RunLimits limits) {
        return new WatchedRun("espalier-run-watched", limits, new RunControl(), 2);
    }

    private static Schedule guarded(CallWatch watch, Schedule plugin) {
        return new OneRun(watch).guarded(Schedule.class, plugin);
    }

    @Test
    void givesTheResultAndLeavesNoThread() {
        String thread = run(RunLimits.usual()).call((watch, pool) -> {
            pool.run(chunk -> guarded(watch, progress -> 1).at(0), 4);
            return Thread.currentThread().getName();
        });
        assertThat(thread).isEqualTo("espalier-run-watched");
        assertThat(threads()).isEmpty();
    }

    @Test
    void whatTheWorkThrowsIsThrownToTheCaller() {
        assertThatThrownBy(() -> run(SHORT).call((watch, pool) -> {
                    throw new AssertionError("here");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("here");
        assertThat(threads()).isEmpty();
    }

    @Test
    void aCallPastItsLimitIsInterruptedAndNamed() {
        AtomicBoolean flagLeft = new AtomicBoolean();
        assertThatThrownBy(() -> run(SHORT).call((watch, pool) -> {
                    try {
                        return guarded(watch, WatchedRunTest::sleep).at(0);
                    } finally {
                        flagLeft.set(Thread.currentThread().isInterrupted());
                    }
                }))
                .isInstanceOf(PluginFault.class)
                .hasMessage("rigl.groovy:31:9: The plugin schedule 'broken' of org.example 1.2.0 has been in at for"
                        + " 0.2 s, longer than one call may last; the run was ended. If it needs that time, give the"
                        + " run a longer limit.");
        assertThat(flagLeft)
                .as("files closed on the way out must not be interrupted")
                .isFalse();
        assertThat(threads()).isEmpty();
    }

    @Test
    void aPluginThatSwallowsItsInterruptionAndReturnsStillEndsTheRun() {
        assertThatThrownBy(() -> run(SHORT)
                        .call((watch, pool) -> guarded(watch, progress -> {
                                    try {
                                        return sleep(progress);
                                    } catch (IllegalStateException e) {
                                        return 1;
                                    }
                                })
                                .at(0)))
                .isInstanceOf(PluginFault.class)
                .hasMessageContaining("longer than one call may last");
    }

    @Test
    void readingDataAndExportingAreCallsLikeOthers(@TempDir Path folder) {
        assertThatThrownBy(() -> run(SHORT)
                        .call((watch, pool) -> new OneRun(watch)
                                .guarded(DataSource.class, () -> {
                                    throw new EspalierException("after " + sleep(0));
                                })
                                .open()))
                .hasMessageContaining("The plugin source 'broken' of org.example 1.2.0 has been in open for 0.2 s");
        assertThatThrownBy(() -> run(SHORT).call((watch, pool) -> {
                    Exporter exporter =
                            new OneRun(watch).guarded(Exporter.class, (ModelView model, Path file) -> sleep(0));
                    try {
                        exporter.export(new Empty(), folder.resolve("model"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return 1;
                }))
                .hasMessageContaining("The plugin export 'broken' of org.example 1.2.0 has been in export for 0.2 s");
        assertThat(threads()).isEmpty();
    }

    private record Empty() implements ModelView {
        @Override
        public List<TensorView> parameters() {
            return List.of();
        }

        @Override
        public NetworkView network() {
            throw new AssertionError("nobody asks for it");
        }

        @Override
        public Map<String, String> provenance() {
            return Map.of();
        }
    }

    @Test
    void theTimeInWhichTheHostFetchesAFileDoesNotCount() {
        PublicFile file = new PublicFile("d", "f", Optional.of(URI.create("http://example.org/f")), 1, "0".repeat(64));
        DataFiles slow = wanted -> {
            pause(600);
            return Path.of("f");
        };
        assertThatThrownBy(() -> run(SHORT)
                        .call((watch, pool) -> new OneRun(watch)
                                .reading(slow, files -> () -> {
                                    throw new EspalierException("it read " + files.find(file));
                                })
                                .open()))
                .isInstanceOf(EspalierException.class)
                .hasMessage("it read f");
        assertThatThrownBy(() -> run(SHORT)
                        .call((watch, pool) -> new OneRun(watch)
                                .reading(slow, files -> () -> {
                                    throw new EspalierException("it read " + files.find(file) + sleep(0));
                                })
                                .open()))
                .as("its time goes on afterwards")
                .hasMessageContaining("has been in open for 0.2 s");
    }

    @Test
    void manyShortCallsAreNoLongCall() {
        double sum = run(RunLimits.ofCall(Duration.ofMillis(50))).call((watch, pool) -> {
            Schedule guarded = guarded(watch, progress -> 1);
            double total = 0;
            long end = System.nanoTime() + Duration.ofMillis(400).toNanos();
            while (System.nanoTime() < end) {
                total += guarded.at(0);
            }
            return total;
        });
        assertThat(sum).isPositive();
    }

    @Test
    void withoutALimitACallTakesItsTime() {
        assertThat(run(RunLimits.none())
                        .<Double>call((watch, pool) -> guarded(watch, progress -> {
                                    pause(300);
                                    return 1;
                                })
                                .at(0)))
                .isEqualTo(1);
    }

    @Test
    void ofTwoNestedCallsTheInnerOneIsNamed() {
        assertThatThrownBy(() -> run(SHORT).call((watch, pool) -> {
                    Schedule inner = guarded(watch, WatchedRunTest::sleep);
                    org.espalier.api.score.StartMask outer = new OneRun(watch)
                            .guarded(org.espalier.api.score.StartMask.class, (shape, links, random) -> {
                                inner.at(0);
                                return new long[0];
                            });
                    return outer.positions(
                            new org.espalier.api.MatrixShape("w", 1, 1), 0, org.espalier.api.RandomStream.ofSeed(1));
                }))
                .hasMessageContaining("The plugin schedule 'broken'");
    }

    @Test
    void aThreadThatIgnoresInterruptionIsAbandonedNamedAndUnwindsWhenItComesBack() throws Exception {
        AtomicBoolean free = new AtomicBoolean();
        AtomicReference<Throwable> unwound = new AtomicReference<>();
        CountDownLatch over = new CountDownLatch(1);
        RunControl control = new RunControl();
        long begin = System.nanoTime();
        assertThatThrownBy(() -> new WatchedRun("espalier-run-stuck", SHORT, control, 2).call((watch, pool) -> {
                    Schedule guarded = guarded(watch, progress -> {
                        while (Thread.currentThread().getName().startsWith("espalier-worker") && !free.get()) {
                            Thread.onSpinWait();
                        }
                        return 1;
                    });
                    try {
                        pool.run(chunk -> work(guarded), 2);
                    } catch (Throwable e) {
                        unwound.set(e);
                        throw e;
                    } finally {
                        over.countDown();
                    }
                    return 1;
                }))
                .isInstanceOf(PluginFault.class)
                .hasMessageContaining("has been in at for 0.2 s")
                .hasMessageEndingWith("Its thread 'espalier-worker-1' ignores interruption and was abandoned; it goes"
                        + " on until the plugin returns or this process ends.");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("a busy machine may take longer, but not at all shorter")
                .isBetween(CallWatch.GRACE, CallWatch.GRACE.plusSeconds(30));
        assertThat(control.stopRequested()).isTrue();
        assertThat(threads()).contains("espalier-worker-1");

        free.set(true);
        over.await();
        assertThat(unwound.get()).isInstanceOf(AbandonedRun.class);
        waitUntilGone();
    }

    /** Long enough that the worker takes one of two chunks. */
    private static void work(Schedule guarded) {
        pause(50);
        guarded.at(0);
    }

    @Test
    void anInterruptedCallerAsksTheRunToStopAndWaitsForItsEnd() throws Exception {
        RunControl control = new RunControl();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean kept = new AtomicBoolean();
        Thread caller = Thread.ofPlatform().start(() -> {
            new WatchedRun("espalier-run-asked", RunLimits.usual(), control, 1).call((watch, pool) -> {
                while (!control.stopRequested()) {
                    pause(5);
                }
                pause(100);
                ended.set(true);
                return 1;
            });
            kept.set(Thread.currentThread().isInterrupted());
        });
        caller.interrupt();
        caller.join();
        assertThat(ended).isTrue();
        assertThat(kept).isTrue();
    }

    private static double sleep(double progress) {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException("woken", e);
        }
        return progress;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("espalier-"))
                .toList();
    }

    private static void waitUntilGone() {
        while (!threads().isEmpty()) {
            pause(5);
        }
    }
}
