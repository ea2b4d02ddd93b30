package org.espalier.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM of its own, and how it ended.
 *
 * @param exit its exit code; {@link #STILL_RUNNING} when it had to be killed
 * @param output its standard output and error
 */
public record ChildJvm(int exit, String output) {
    static final int STILL_RUNNING = -1;

    /** Generous for a busy machine; a JVM that hangs never ends at all. */
    private static final Duration TIME_TO_END = Duration.ofSeconds(300);

    public static ChildJvm run(Path temporary, List<String> flags, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return run(TIME_TO_END, temporary, flags, main, arguments);
    }

    /** @param patience after which it is killed */
    static ChildJvm run(Duration patience, Path temporary, List<String> flags, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Files.createDirectories(temporary);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + temporary,
                "-Dguice_bytecode_gen_option=DISABLED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("child", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(patience);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output);
        Files.delete(output);
        return new ChildJvm(ended ? process.exitValue() : STILL_RUNNING, text);
    }
}
