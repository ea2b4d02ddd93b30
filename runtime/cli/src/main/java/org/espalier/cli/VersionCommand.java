package org.espalier.cli;

import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.json.Json;
import org.espalier.core.provenance.ProductVersion;
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
            return new Version(
                    ProductVersion.read(),
                    System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")",
                    System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                            + Runtime.getRuntime().availableProcessors() + " processors");
        }
    }
}
