package org.espalier.it.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the built command line as its launcher does, but without a shell between, so that the process is the JVM. */
public final class Launcher {
    private static final Path HOME =
            Path.of("../cli/target/espalier").toAbsolutePath().normalize();

    /** Starts are three times as fast with it, and as correct without. */
    private static final Path CACHE = HOME.resolve("start.aot");

    static {
        prepareQuickStarts();
    }

    private final List<String> flags;

    /** @param flags of the JVM, behind those of the distribution */
    public Launcher(String... flags) {
        this.flags = List.of(flags);
    }

    /** Lets the launcher a person calls make its cache, when none was made since the build. */
    private static void prepareQuickStarts() {
        ProcessBuilder builder = new ProcessBuilder("../../espalier", "version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            builder.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a command; what it prints goes to a file. */
    public Process start(Path output, String... arguments) throws IOException {
        return new ProcessBuilder(command(arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + HOME.resolve("java.options"));
        command.add("-Xbootclasspath/a:" + jars("boot"));
        if (Files.isReadable(CACHE)) {
            command.add("-XX:AOTCache=" + CACHE);
        }
        command.addAll(flags);
        command.addAll(List.of("-Despalier.home=" + HOME, "-cp", jars("lib"), "org.espalier.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String jars(String folder) {
        try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("these tests run on the built distribution: build with 'mvn verify'", e);
        }
    }
}
