package org.espalier.cli.isolated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * A file whose time of change says that a process is alive. One that is stuck in collecting garbage, or in native code
 * that blocks the machine it runs on, stops changing it.
 *
 * @param file the file
 */
record Heartbeat(Path file) {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** Changes the file once a second as long as the process lives. */
    void beat() {
        Thread.ofPlatform().daemon().name("espalier-heartbeat").start(() -> {
            while (touch()) {
                try {
                    Thread.sleep(PERIOD);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    /** Whether the file was there to be changed. */
    private boolean touch() {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return true;
        } catch (IOException e) {
            // Who looked at the file is gone, and nobody else needs it.
            return false;
        }
    }

    /** How long ago the file changed last. */
    Duration silence() throws IOException {
        return Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
    }
}
