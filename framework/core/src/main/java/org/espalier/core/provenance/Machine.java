package org.espalier.core.provenance;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A machine.
 *
 * @param system the operating system
 * @param release its version
 * @param architecture as Java calls it, for example {@code amd64}
 * @param processor the processor's model; {@value #UNKNOWN} where the system does not say
 * @param processors how many of them this process may use
 */
public record Machine(String system, String release, String architecture, String processor, int processors) {
    private static final String UNKNOWN = "unknown";
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** The machine of this process. */
    public static Machine ofProcess() {
        return new Machine(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                processorModel(),
                Runtime.getRuntime().availableProcessors());
    }

    /** The file describes each processor; the first is enough. */
    private static String processorModel() {
        try (BufferedReader lines = Files.newBufferedReader(PROCESSORS)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            return UNKNOWN;
        }
        return UNKNOWN;
    }
}
