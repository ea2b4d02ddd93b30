package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.core.checkpoint.CheckpointStore;
import org.espalier.core.checkpoint.StoredCheckpoint;
import org.espalier.core.execution.RunLock;
import org.espalier.core.json.Json;
import org.espalier.it.crash.Launcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that take a whole JVM with them take only the one that {@code --isolated} gave them. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolatedFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String RECIPE = """
            recipe('isolated') {
                seed 7
                data { source 'strokes', train: 200, test: 50; batch 20 }
                checkpoint every: steps(5), keep: 2
                model { input 28, 28, 1; flatten(); dense 'fc1', units: 32, activation: 'relu'; dense 'out', units: 10 }
                phase('train') {
                    train steps(40)
                    loss 'cross-entropy'
                    optimizer 'taker'
                    learningRate 0.02
                }
            }
            """;

    /** Of a run that no fault disturbs, made when the first test needs it. */
    private String unbroken = "";

    @TempDir
    private Path work;

    private Path temporary = Path.of("");

    /** The plugin fails as long as this is there. */
    private Path armed = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        temporary = Files.createDirectories(work.resolve("tmp"));
        armed = Files.createFile(work.resolve("armed"));
        Files.writeString(work.resolve("isolated.groovy"), RECIPE);
    }

    private void taker(String fault) throws IOException {
        String armedFile = "new java.io.File(\"" + armed + "\")";
        SamplePlugins.failing("taker", 13, "while (" + armedFile + ".exists()) { " + fault + " }")
                .in(work.resolve("plugins"));
    }

    private String said() throws IOException {
        return Files.readString(work.resolve("output.txt"));
    }

    private int espalier(String... arguments) throws IOException, InterruptedException {
        Files.deleteIfExists(work.resolve("output.txt"));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of("--threads", "2", "--plugins", work.resolve("plugins").toString()));
        Process process = new Launcher("-Djava.io.tmpdir=" + temporary)
                .start(work.resolve("output.txt"), all.toArray(String[]::new));
        try {
            assertThat(process.waitFor(PATIENCE)).as(said()).isTrue();
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** A run in a process of its own, which must fail. */
    private Path failing(String... options) throws IOException, InterruptedException {
        Path folder = work.resolve("run");
        List<String> all =
                new ArrayList<>(List.of("run", work.resolve("isolated.groovy").toString(), "--run-dir"));
        all.addAll(List.of(folder.toString(), "--isolated"));
        all.addAll(List.of(options));
        assertThat(espalier(all.toArray(String[]::new))).as(said()).isEqualTo(1);
        return folder;
    }

    private void requireNothingLeft(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata")))
                    .as("temporary files")
                    .isEmpty();
        }
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(work.toString())))
                .as("processes")
                .isEmpty();
        assertThat(RunLock.state(folder).held())
                .as("whether the run's folder is locked")
                .isFalse();
    }

    /** Its end is that of a run in which nothing happened. */
    private void requireTheRunToGoOn(Path folder) throws IOException, InterruptedException {
        StoredCheckpoint last = new CheckpointStore(folder, 1).newest().good().orElseThrow();
        assertThat(last.position().step()).isBetween(10L, 12L);
        Files.delete(armed);
        assertThat(espalier("resume", folder.toString())).as(said()).isZero();
        if (unbroken.isEmpty()) {
            Path whole = work.resolve("whole");
            assertThat(espalier("run", work.resolve("isolated.groovy").toString(), "--run-dir", whole.toString()))
                    .as(said())
                    .isZero();
            unbroken = digest(whole);
        }
        assertThat(digest(folder)).isEqualTo(unbroken);
    }

    private static String digest(Path folder) throws IOException {
        Path summary = folder.resolve("summary.json");
        return Json.parse(Files.readString(summary), summary.toString())
                .at("digest")
                .text();
    }

    @Test
    void aPluginThatHangsEndsWithItsProcess() throws Exception {
        taker("Thread.onSpinWait();");
        Path folder = failing("--call-limit", "0.5");
        assertThat(said())
                .contains("isolated.groovy:9:19: The plugin optimizer 'taker' of sample.taker 1.0.0 has been in update"
                        + " for 0.5 s, longer than one call may last")
                .contains("ignores interruption and was abandoned");
        requireNothingLeft(folder);
        requireTheRunToGoOn(folder);
    }

    @Test
    void aPluginThatEatsTheMemoryEndsWithItsProcess() throws Exception {
        taker("HOARD.add(new long[1 << 18]);");
        Path folder = failing("--heap", "80m");
        assertThat(said())
                .contains("isolated.groovy:9:19: The plugin optimizer 'taker' of sample.taker 1.0.0 failed in update:"
                        + " java.lang.OutOfMemoryError: Java heap space.");
        requireNothingLeft(folder);
        requireTheRunToGoOn(folder);
    }

    @Test
    void ofAProcessThatWasKilledNothingIsLeftEither() throws Exception {
        taker("Runtime.getRuntime().halt(137);");
        Path folder = failing();
        assertThat(said())
                .contains(
                        "The run's process ended by itself with code 137 (signal 9). 'espalier resume' goes on from its"
                                + " newest checkpoint.");
        requireNothingLeft(folder);
        requireTheRunToGoOn(folder);
    }
}
