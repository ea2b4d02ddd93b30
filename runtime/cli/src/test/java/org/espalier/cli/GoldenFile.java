package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text that was read by a person once and is kept since; {@code -Dgolden=write} replaces it for the next reading. */
final class GoldenFile {
    private GoldenFile() {}

    static void assertSame(Path file, String actual) throws IOException {
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertThat(file)
                .as("missing: run the test with -DargLine=-Dgolden=write")
                .exists();
        assertThat(actual).isEqualTo(Files.readString(file));
    }
}
