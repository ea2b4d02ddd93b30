package org.espalier.it.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** When a process is killed. */
sealed interface Moment {
    /** So long after its start. */
    record After(Duration time) implements Moment {
        @Override
        public String toString() {
            return time.toMillis() + " ms after the start";
        }
    }

    /** A little after files appeared in, or vanished from, the run's folder for the nth time. */
    record Change(int number, Duration later) implements Moment {
        @Override
        public String toString() {
            return later.toNanos() / 1000 + " us after change " + number + " of the folder";
        }
    }

    /** How long an unbroken run takes and how often its folder changes. */
    record Course(Duration time, int changes) {}

    /** Time past the usual end, in which a process may be killed as well. */
    double PAST_THE_END = 1.1;

    /** Between two looks at the folder; more often would take the processor from the run. */
    long A_GLANCE = 500_000;

    /** As long as a file of a checkpoint is written. */
    int WRITING_MICROS = 3000;

    /** A random moment: half of them by the clock, half by what is being written. */
    static Moment random(Random random, Course course) {
        return random.nextBoolean()
                ? new After(Duration.ofNanos(random.nextLong((long) (course.time.toNanos() * PAST_THE_END))))
                : new Change(
                        1 + random.nextInt(course.changes), Duration.ofNanos(1000L * random.nextInt(WRITING_MICROS)));
    }

    /**
     * Waits for the moment and kills.
     *
     * @return whether the process still lived
     */
    default boolean kill(Process process, Path folder) throws InterruptedException {
        boolean killed = switch (this) {
            case After(Duration time) -> !process.waitFor(time);
            case Change(int number, Duration later) -> {
                boolean reached = changes(process, folder, number) == number;
                LockSupport.parkNanos(later.toNanos());
                yield reached && process.isAlive();
            }
        };
        process.destroyForcibly().waitFor();
        return killed && process.exitValue() == 128 + 9;
    }

    /** Waits for the end of an unbroken run. */
    static Course watch(Process process, Path folder) {
        long start = System.nanoTime();
        int changes = changes(process, folder, Integer.MAX_VALUE);
        return new Course(Duration.ofNanos(System.nanoTime() - start), Math.max(1, changes));
    }

    /** Counts changes until there were so many or the process has ended. */
    static int changes(Process process, Path folder, int until) {
        RunFiles files = new RunFiles(folder);
        Set<String> before = files.names();
        int changes = 0;
        while (changes < until && process.isAlive()) {
            Set<String> now = files.names();
            if (!now.equals(before)) {
                changes++;
                before = now;
            }
            LockSupport.parkNanos(A_GLANCE);
        }
        return changes;
    }
}
