package org.espalier.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code espalier version}. */
@Command(name = "version", description = "Show the versions of Espalier, of Java and of the system.")
final class VersionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    VersionCommand(Surroundings surroundings) {
        terminal = surroundings.terminal();
    }

    @Override
    public Integer call() {
        Version version = Version.ofProcess();
        terminal.say(
                output.json()
                        ? Json.of(version).compact()
                        : "Espalier " + version.espalier() + "\nJava " + version.java() + "\n" + version.system());
        return ExitCode.DONE.number();
    }

    /** What runs here. */
    private record Version(String espalier, String java, String system) {
        static Version ofProcess() {
            Properties filtered = new Properties();
            try (InputStream in = VersionCommand.class.getResourceAsStream("version.properties")) {
                filtered.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException("the jar of the command line cannot be read", e);
            }
            return new Version(
                    filtered.getProperty("version", "unknown"),
                    System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")",
                    System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                            + Runtime.getRuntime().availableProcessors() + " processors");
        }
    }
}
