package org.espalier.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.espalier.it.Trees;
import org.junit.jupiter.api.Test;

/**
 * Kills runs at random moments with a signal no process can catch, takes them up again, with another number of threads,
 * and compares what comes out with runs nobody touched. {@code -Despalier.crash.kills=100} kills more often;
 * {@code -Despalier.crash.seed=…} draws the moments of an earlier test again.
 */
final class CrashTest {
    private static final int[] THREADS = {1, 2, 4};

    /** How often a run that was taken up again is to be killed again. */
    private static final double AGAIN = 0.7;

    private final int kills = Integer.getInteger("espalier.crash.kills", 4);
    private final long seed = Long.getLong("espalier.crash.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Path folder = Path.of("target/crash");
    private final Launcher launcher = new Launcher();
    private final Ledger ledger = new Ledger();

    @Test
    void killedRunsAreTakenUpAndGiveTheSameBits() throws Exception {
        long start = System.nanoTime();
        Trees.delete(folder);
        Map<String, Unbroken> unbroken = new HashMap<>();
        for (int story = 0; ledger.kills() < kills; story++) {
            String recipe = Victim.RECIPES.get(story % Victim.RECIPES.size());
            if (!unbroken.containsKey(recipe)) {
                unbroken.put(recipe, Unbroken.run(recipe, folder.resolve("unbroken-" + recipe)));
            }
            Victim victim = Victim.of(recipe, folder.resolve(story + "-" + recipe));
            try {
                live(victim, recipe, Objects.requireNonNull(unbroken.get(recipe)));
            } catch (AssertionError e) {
                throw new AssertionError("-Despalier.crash.seed=" + seed + ", " + victim.folder(), e);
            }
            Trees.delete(victim.folder());
            ledger.ended();
        }
        String table = ledger.table(seed, (System.nanoTime() - start) / 1e9);
        Files.writeString(folder.resolve("kills.txt"), table);
        System.out.println(table);
    }

    private void live(Victim victim, String recipe, Unbroken unbroken) throws IOException, InterruptedException {
        int threads = THREADS[random.nextInt(THREADS.length)];
        Process process = victim.start(launcher, threads);
        boolean again = true;
        while (again && killed(process, threads, victim, recipe, unbroken.course())) {
            assertThat(Damage.in(victim.folder())).as("damaged files").isEmpty();
            if (victim.isOver()) {
                victim.requireNothingToGoOnWith(launcher);
                unbroken.requireEqual(victim);
                return;
            }
            if (victim.files().checkpoints().isEmpty()) {
                ledger.restarted();
            }
            threads = THREADS[random.nextInt(THREADS.length)];
            process = victim.goOn(launcher, threads);
            again = ledger.kills() < kills && random.nextDouble() < AGAIN;
        }
        victim.requireWhole(process);
        unbroken.requireEqual(victim);
    }

    /** A cut stands between the two kills. */
    @Test
    void aChainOfMethodsIsKilledTwiceAndEndsAsIfItHadNotBeen() throws Exception {
        Unbroken unbroken = Unbroken.run("chain", folder.resolve("chain-whole"));
        Victim victim = Victim.of("chain", folder.resolve("chain-killed"));
        Process process = victim.start(launcher, 2);
        for (String phase : List.of("pull", "distil")) {
            killAfterACheckpointOf(phase, process, victim);
            process = victim.goOn(launcher, 1);
        }
        victim.requireWhole(process);
        unbroken.requireEqual(victim);
    }

    private static void killAfterACheckpointOf(String phase, Process process, Victim victim) throws Exception {
        while (process.isAlive()
                && victim.files().checkpoints().stream().noneMatch(name -> name.contains("-" + phase + "-"))) {
            Thread.sleep(2);
        }
        assertThat(process.isAlive())
                .as("it ended before it was killed: %s", victim.said())
                .isTrue();
        process.destroyForcibly().waitFor();
    }

    private boolean killed(Process process, int threads, Victim victim, String recipe, Moment.Course course)
            throws InterruptedException {
        Moment moment = Moment.random(random, course);
        if (!moment.kill(process, victim.folder())) {
            ledger.tooLate();
            return false;
        }
        ledger.killed(recipe, threads, moment, victim.files());
        return true;
    }
}
