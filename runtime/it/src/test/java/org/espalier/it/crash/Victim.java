package org.espalier.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run as a process that can be ended at any moment and taken up again.
 *
 * @param recipe what it trains
 * @param folder its run folder
 * @param log takes what its processes print
 */
record Victim(Path recipe, Path folder, Path log) {
    /**
     * Together: RigL, SET and GMP, momentum and Adam, dense and sparse layers, one phase and two, a rollback,
     * clipped and accumulated gradients, averaged values, penalties, channels cut away, forks, masks, teachers.
     */
    static final List<String> RECIPES = List.of("two-phases", "dense-to-set", "gmp", "table", "chain");

    /** Generous for a busy machine; a process that hangs never ends at all. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A recipe of these tests, to be run in a folder of its own; the log stands beside it. */
    static Victim of(String recipe, Path folder) {
        return of(recipe, folder, folder.resolveSibling(folder.getFileName() + ".txt"));
    }

    static Victim of(String recipe, Path folder, Path log) {
        return new Victim(Path.of("src/test/recipes", recipe + ".groovy"), folder, log);
    }

    RunFiles files() {
        return new RunFiles(folder);
    }

    /** Starts it from the beginning; whatever an earlier process left in the folder is moved aside. */
    Process start(Launcher launcher, int threads) throws IOException {
        return process(launcher, threads, "run", recipe.toString(), "--run-dir", folder.toString());
    }

    /** Takes it up where its newest checkpoint stands; without one, starts it. */
    Process goOn(Launcher launcher, int threads) throws IOException {
        return files().checkpoints().isEmpty()
                ? start(launcher, threads)
                : process(launcher, threads, "resume", folder.toString());
    }

    /** Whether it was killed when all but its report was written. */
    boolean isOver() {
        return Files.exists(folder.resolve("summary.json"));
    }

    /** That it says so when it is asked to go on, and has its report then. */
    void requireNothingToGoOnWith(Launcher launcher) throws IOException, InterruptedException {
        Path report = folder.resolve("report.html");
        if (!Files.exists(report)) {
            assertThat(ended(goOn(launcher, 2))).as(said()).isZero();
            assertThat(report).exists();
        }
        assertThat(ended(goOn(launcher, 2))).as(said()).isNotZero();
        assertThat(said()).contains("is over");
    }

    /** Waits for the end. */
    int ended(Process process) throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(folder + " did not end within " + PATIENCE + ":\n" + said());
        }
        return process.exitValue();
    }

    /** Everything its processes printed. */
    String said() throws IOException {
        return Files.readString(log);
    }

    /** That it ended well and nothing is left of what happened to it. */
    void requireWhole(Process process) throws InterruptedException, IOException {
        assertThat(ended(process)).as(said()).isZero();
        assertThat(Damage.in(folder)).as("damaged files").isEmpty();
        assertThat(files().leftOvers()).as("left-overs in " + folder).isEmpty();
    }

    private Process process(Launcher launcher, int threads, String... arguments) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--threads", Integer.toString(threads)));
        return launcher.start(log, all.toArray(String[]::new));
    }
}
