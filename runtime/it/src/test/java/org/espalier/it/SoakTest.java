package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many short runs in one JVM, with bundles added, updated and removed in between, leave nothing behind.
 * {@code -Despalier.soak.runs=200} makes more of them.
 */
class SoakTest {
    private static final int SHORT = 25;

    /** Nobody waits longer for a host that hangs; a run takes a small part of a second. */
    private static final Duration PATIENCE_PER_RUN = Duration.ofSeconds(5);

    @TempDir
    private Path work;

    @Test
    void afterManyRunsTheHostHoldsNoMoreThanAfterTheFirst() throws Exception {
        int runs = Integer.getInteger("espalier.soak.runs", SHORT);
        Path jars = work.resolve("jars");
        SamplePlugins.mover("1.0.0", "0.9F").in(jars, "mover-1.jar");
        SamplePlugins.mover("2.0.0", "0.5F").in(jars, "mover-2.jar");
        SamplePlugins.picker("1.0.0", "size").in(jars, "picker-1.jar");
        SamplePlugins.picker("2.0.0", "size * size + 1").in(jars, "picker-2.jar");
        BundleJar.withSchedule("level", "level").in(jars, "level-1.jar");
        Path temporary = work.resolve("tmp");
        ChildJvm child = ChildJvm.run(
                PATIENCE_PER_RUN.multipliedBy(runs),
                temporary,
                Footprint.FLAGS,
                Soak.class,
                work.toString(),
                Integer.toString(runs),
                Integer.toString(runs > SHORT ? 20 : 10));
        Path figures = Files.createDirectories(Path.of("target/soak")).resolve("figures.txt");
        Files.writeString(figures, child.output());
        assertThat(child.exit()).as(child.output()).isZero();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.map(file -> file.getFileName().toString())
                            .filter(name -> !name.startsWith("hsperfdata"))
                            .toList())
                    .isEqualTo(List.of());
        }
    }
}
