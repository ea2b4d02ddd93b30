package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of the distribution that is killed leaves nothing for long: the next command clears it away. */
class KilledRunTest {
    private static final String RECIPE = """
            recipe('long') {
                seed 7
                data { source 'strokes', train: 2000, test: 500; batch 64 }
                model { input 28, 28, 1; flatten(); dense 'fc1', units: 128, activation: 'relu'; dense 'out', units: 10 }
                phase('train') {
                    train epochs(10000)
                    loss 'cross-entropy'
                    optimizer 'sgd', momentum: 0.9
                    learningRate 0.01
                }
            }
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path work;

    private Process start(Path temporary, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-Duser.home=" + work,
                "-Despalier.home="
                        + Distribution.bundleFolder().resolveSibling(".").toAbsolutePath(),
                "-cp",
                Stream.concat(Distribution.lib().stream(), Distribution.boot().stream())
                        .map(jar -> jar.toAbsolutePath().toString())
                        .collect(Collectors.joining(":")),
                "org.espalier.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("output.txt").toFile());
        builder.environment().put("HOME", work.toString());
        return builder.start();
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                    .toList();
        }
    }

    @Test
    void theNextCommandDeletesWhatAKilledRunLeft() throws Exception {
        Path temporary = Files.createDirectories(work.resolve("tmp"));
        Files.writeString(work.resolve("long.groovy"), RECIPE);
        Process run = start(temporary, "run", "long.groovy", "--run-dir", "run");
        try {
            Instant limit = Instant.now().plus(PATIENCE);
            Path metrics = work.resolve("run/metrics.jsonl");
            while (!Files.exists(metrics) && run.isAlive() && Instant.now().isBefore(limit)) {
                Thread.sleep(20);
            }
            assertThat(metrics).as(Files.readString(work.resolve("output.txt"))).exists();
            assertThat(in(temporary)).hasSize(1);
        } finally {
            run.destroyForcibly().waitFor();
        }
        assertThat(in(temporary)).hasSize(1);

        Process next = start(temporary, "plugins", "list");
        assertThat(next.waitFor())
                .as(Files.readString(work.resolve("output.txt")))
                .isZero();
        assertThat(in(temporary)).isEmpty();
    }
}
