package org.espalier.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.espalier.it.Trees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs whose disk runs full or becomes read-only under them: each says so in a sentence, leaves whole files, and gives
 * the usual bits once it can write again. {@code -Despalier.disk.faults=20} sets how many of each.
 */
final class DiskFaultsTest {
    private static final Path FOLDER = Path.of("target/disk");
    private static final Path LOGS = Path.of("target/disk-logs");
    private static final String RECIPE = "two-phases";
    private static final int FAILED = 1;

    private final int faults = Integer.getInteger("espalier.disk.faults", 1);
    private final long seed = Long.getLong("espalier.disk.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Launcher launcher = new Launcher();

    @BeforeEach
    void needsRoot() throws IOException, InterruptedException {
        Optional<String> impossible = SmallDisk.impossible();
        impossible.ifPresent(why -> System.out.println("Skipped, because no disk can be mounted: " + why));
        assumeTrue(impossible.isEmpty(), () -> "no disk can be mounted: " + impossible.orElse(""));
        Trees.delete(LOGS);
        System.out.println("-Despalier.disk.seed=" + seed);
    }

    @Test
    void aRunOnAFullDiskSaysSoAndGoesOnWhenThereIsRoom() throws Exception {
        try (SmallDisk disk = SmallDisk.at(FOLDER)) {
            long empty = disk.free();
            Unbroken unbroken = Unbroken.run(RECIPE, disk.folder("unbroken"));
            long needed = empty - disk.free();
            for (int i = 0; i < faults; i++) {
                Victim victim = victim(disk, "full-" + i);
                long room = random.nextLong(needed);
                disk.leave(room);
                String sentence = endInTrouble(victim, victim.start(launcher, 2), "No space left on device");
                System.out.println(room / 1024 + " KiB free of " + needed / 1024 + " that are needed: " + sentence);
                disk.clear();
                takeUp(victim, unbroken);
            }
        }
    }

    @Test
    void aRunWhoseFolderBecomesReadOnlySaysSoAndGoesOnWhenItCanWrite() throws Exception {
        try (SmallDisk disk = SmallDisk.at(FOLDER)) {
            Unbroken unbroken = Unbroken.run(RECIPE, disk.folder("unbroken"));
            for (int i = 0; i < faults; i++) {
                Victim victim = victim(disk, "read-only-" + i);
                Process process = victim.start(launcher, 2);
                Moment.changes(
                        process,
                        victim.folder(),
                        1 + random.nextInt(unbroken.course().changes() / 2));
                disk.makeReadOnly();
                System.out.println(endInTrouble(victim, process, "Read-only file system"));
                disk.makeWritable();
                takeUp(victim, unbroken);
            }
        }
    }

    /** Its log stands on a disk that can be written. */
    private static Victim victim(SmallDisk disk, String name) {
        return Victim.of(RECIPE, disk.folder(name), LOGS.resolve(name + ".txt"));
    }

    /** Waits for a run that cannot write any more, and gives back the sentence that says why. */
    private static String endInTrouble(Victim victim, Process process, String reason) throws Exception {
        assertThat(victim.ended(process)).as(victim.said()).isEqualTo(FAILED);
        assertThat(victim.said()).contains(reason).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(Damage.in(victim.folder())).as("damaged files").isEmpty();
        return victim.said()
                .lines()
                .filter(line -> line.contains(reason))
                .findFirst()
                .orElseThrow()
                .strip();
    }

    private void takeUp(Victim victim, Unbroken unbroken) throws Exception {
        victim.requireWhole(victim.goOn(launcher, 2));
        unbroken.requireEqual(victim);
        Trees.delete(victim.folder());
    }
}
