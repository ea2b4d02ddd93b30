package org.espalier.core.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.espalier.api.EspalierException;
import org.espalier.core.json.Json;

/**
 * Who uses a run's folder.
 *
 * @param pid the process; 0 when it is not known
 * @param host the machine it runs on
 * @param since when it began, as ISO 8601 says it
 * @param recipe what it runs
 */
public record RunOwner(long pid, String host, String since, String recipe) {
    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");
    private static final String UNNAMED = "an unnamed host";

    static RunOwner ofProcess(Instant now, String recipe) {
        return new RunOwner(
                ProcessHandle.current().pid(),
                hostName(),
                now.truncatedTo(ChronoUnit.SECONDS).toString(),
                recipe);
    }

    /** What a holder wrote. After a power cut it may be anything; then nobody is known. */
    static RunOwner parse(String line) {
        try {
            Json json = Json.parse(line, RunLock.FILE);
            double pid = json.at("pid").number();
            return new RunOwner(
                    Double.isNaN(pid) ? 0 : (long) pid,
                    json.at("host").text(),
                    json.at("since").text(),
                    json.at("recipe").text());
        } catch (EspalierException e) {
            return new RunOwner(0, "", "", "");
        }
    }

    /** For people: {@code process 4711 on quince, which ran 'quickstart' since 2026-03-01T10:00:00Z}. */
    public String text() {
        return pid == 0
                ? "a process that left no name"
                : "process " + pid + " on " + host + " (" + recipe + ", since " + since + ")";
    }

    /** Where the system does not say, nobody is asked: Java would look for the name in the network. */
    private static String hostName() {
        try {
            return Files.isReadable(HOST) ? Files.readString(HOST).strip() : UNNAMED;
        } catch (IOException e) {
            return UNNAMED;
        }
    }
}
