package org.espalier.core.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerPoolTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyChunkRunsExactlyOnceInEveryOfManyCalls(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            AtomicIntegerArray counts = new AtomicIntegerArray(13);
            for (int turn = 0; turn < 5_000; turn++) {
                int chunks = turn % 14;
                pool.run(counts::incrementAndGet, chunks);
                for (int i = 0; i < counts.length(); i++) {
                    assertThat(counts.getAndSet(i, 0)).isEqualTo(i < chunks ? 1 : 0);
                }
            }
        }
    }

    @Test
    void whatChunksWrotePlainlyIsSeenAfterTheCall() {
        try (WorkerPool pool = new WorkerPool(4)) {
            long[] sums = new long[16];
            Work work = chunk -> sums[chunk] += chunk;
            int turns = 20_000;
            for (int turn = 0; turn < turns; turn++) {
                pool.run(work, sums.length);
            }
            for (int i = 0; i < sums.length; i++) {
                assertThat(sums[i]).isEqualTo((long) i * turns);
            }
        }
    }

    @Test
    void threadsThatWentToSleepAreWokenForTheNextCall() throws InterruptedException {
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int turn = 0; turn < 20; turn++) {
                Thread.sleep(5);
                CountDownLatch both = new CountDownLatch(2);
                // Each chunk waits for the other: this ends only if two threads take one each.
                pool.run(
                        chunk -> {
                            both.countDown();
                            while (both.getCount() > 0) {
                                Thread.onSpinWait();
                            }
                        },
                        2);
            }
        }
    }

    @Test
    void aCallWaitsForAChunkThatIsLate() {
        try (WorkerPool pool = new WorkerPool(2)) {
            AtomicInteger finished = new AtomicInteger();
            for (int turn = 0; turn < 20; turn++) {
                finished.set(0);
                pool.run(
                        chunk -> {
                            LockSupport.parkNanos(3_000_000);
                            finished.incrementAndGet();
                        },
                        3);
                assertThat(finished.get()).isEqualTo(3);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void afterAllChunksTheFailureOfTheLowestIsThrownAndThePoolGoesOn(int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            AtomicInteger count = new AtomicInteger();
            for (int turn = 0; turn < 200; turn++) {
                count.set(0);
                assertThatThrownBy(() -> pool.run(
                                chunk -> {
                                    count.incrementAndGet();
                                    if (chunk >= 5) {
                                        throw new IllegalArgumentException("chunk " + chunk);
                                    }
                                },
                                12))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("chunk 5");
                assertThat(count.get()).isEqualTo(12);
                pool.run(chunk -> count.incrementAndGet(), 12);
                assertThat(count.get()).isEqualTo(24);
            }
        }
    }

    @Test
    void errorsArriveAsTheyAre() {
        try (WorkerPool pool = new WorkerPool(2)) {
            AssertionError error = new AssertionError("no");
            assertThatThrownBy(() -> pool.run(
                            chunk -> {
                                throw error;
                            },
                            4))
                    .isSameAs(error);
        }
    }

    @Test
    void aChunkThatCallsThePoolIsRefused() {
        try (WorkerPool pool = new WorkerPool(2)) {
            assertThatThrownBy(() -> pool.run(chunk -> pool.run(inner -> {}, 1), 2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("one piece of work at a time");
        }
    }

    @Test
    void oneThreadDoesTheChunksInOrderOnTheCaller() {
        try (WorkerPool pool = new WorkerPool(1)) {
            StringBuilder order = new StringBuilder();
            AtomicReference<Thread> thread = new AtomicReference<>();
            pool.run(
                    chunk -> {
                        order.append(chunk);
                        thread.set(Thread.currentThread());
                    },
                    5);
            assertThat(order).hasToString("01234");
            assertThat(thread.get()).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void closingEndsTheThreads() {
        Thread caller = Thread.currentThread();
        AtomicReference<Thread> other = new AtomicReference<>(caller);
        WorkerPool pool = new WorkerPool(2);
        CountDownLatch both = new CountDownLatch(2);
        pool.run(
                chunk -> {
                    both.countDown();
                    while (both.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    if (Thread.currentThread() != caller) {
                        other.set(Thread.currentThread());
                    }
                },
                2);
        assertThat(other.get()).isNotSameAs(caller).matches(Thread::isDaemon).matches(Thread::isAlive);
        pool.close();
        assertThat(other.get()).matches(thread -> !thread.isAlive());
        pool.close();
        assertThatThrownBy(() -> pool.run(chunk -> {}, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aPoolWithoutThreadsIsRefused() {
        assertThatThrownBy(() -> new WorkerPool(0)).hasMessage("a pool has at least 1 thread, was 0");
    }

    @Test
    void aCallAllocatesNothingOnAnyThread() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] seen = new long[2];
        long[] first = new long[2];
        Thread caller = Thread.currentThread();
        Work measure =
                chunk -> seen[Thread.currentThread() == caller ? 0 : 1] = threads.getCurrentThreadAllocatedBytes();
        CountDownLatch[] both = new CountDownLatch[1];
        Work meet = chunk -> {
            measure.run(chunk);
            both[0].countDown();
            while (both[0].getCount() > 0) {
                Thread.onSpinWait();
            }
        };
        try (WorkerPool pool = new WorkerPool(2)) {
            AtomicInteger count = new AtomicInteger();
            Work work = chunk -> count.getAndAdd(chunk);
            for (int turn = 0; turn < 20_000; turn++) {
                pool.run(work, 12);
            }
            both[0] = new CountDownLatch(2);
            pool.run(meet, 2);
            both[0] = new CountDownLatch(2);
            pool.run(meet, 2);
            first[0] = seen[0];
            first[1] = seen[1];
            CountDownLatch again = new CountDownLatch(2);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int turn = 0; turn < 1_000; turn++) {
                pool.run(work, 12);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
            both[0] = again;
            pool.run(meet, 2);
            assertThat(seen[1] - first[1]).isZero();
        }
    }
}
