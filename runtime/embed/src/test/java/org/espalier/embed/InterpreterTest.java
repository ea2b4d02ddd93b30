package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.run.RunControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same bits whether or not anything is compiled: each digest comes from a JVM of its own. */
final class InterpreterTest {
    private static final long PATIENCE_SECONDS = 240;

    @TempDir
    Path temp;

    @Test
    void tenStepsGiveOneDigestInterpretedAndCompiled() throws Exception {
        Process scalar = start(
                "scalar", "-Xcomp", "-XX:CompileCommand=quiet", "-XX:CompileCommand=compileonly,org.espalier.*::*");
        List<Process> others = List.of(start("scalar", "-Xint"), start("simd", "-Xint"), start("simd"));
        String compiled = digest(scalar);
        assertThat(compiled).matches("[0-9a-f]{64}");
        for (Process other : others) {
            assertThat(digest(other)).isEqualTo(compiled);
        }
    }

    private Process start(String backend, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of(flags));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                backend,
                temp.resolve("run-" + System.nanoTime()).toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String digest(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return out.strip();
    }

    /** Ten steps of a small network. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            try (Espalier espalier =
                    Espalier.builder().threads(2).backend(args[0]).build()) {
                System.out.println(espalier.run(
                                Recipes.small("rigl", 12, 64, 16, 10),
                                new RunOptions(Path.of(args[1]), new RunControl()),
                                event -> {})
                        .summary()
                        .digest());
            }
        }
    }
}
