package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of bundle that fails while it is used, one after another in one JVM, beside runs that do not fail. */
class FaultyRunsTest {
    /** Generous for a busy machine; a JVM that hangs never ends at all. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path work;

    @Test
    void everyFaultEndsItsOwnRunAndNothingIsLeftOfAnyOfThem() throws Exception {
        for (FaultyRuns.Fault fault : FaultyRuns.Fault.values()) {
            fault.bundle().in(work.resolve("jars"));
        }
        Path temporary = work.resolve("tmp");
        ChildJvm child = ChildJvm.run(PATIENCE, temporary, Footprint.FLAGS, FaultyRuns.class, work.toString());
        assertThat(child.exit()).as(child.output()).isZero();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(file -> !file.getFileName().toString().startsWith("hsperfdata")))
                    .isEmpty();
        }
    }
}
