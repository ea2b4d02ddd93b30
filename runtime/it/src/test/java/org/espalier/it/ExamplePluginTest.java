package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.Dial;
import org.espalier.api.number.Schedule;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.plan.PluginUse;
import org.espalier.embed.GuicePluginFactory;
import org.espalier.osgi.FelixHost;
import org.espalier.osgi.PluginFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project under docs/examples, built and added to a host that runs the distribution. */
class ExamplePluginTest {
    private static final Path SOURCE =
            Path.of("../../docs/examples/plugin-example/src/main/java/org/example/espalier/Geometric.java");
    private static final double ROUNDING = 1e-15;

    @TempDir
    private Path work;

    @Test
    void isAddedToTheDistributionAndUsed() throws IOException {
        Path jar = BundleJar.of("geometric-schedule", Map.of("Geometric", Files.readString(SOURCE)))
                .header("Import-Package", "org.espalier.api,org.espalier.api.number,jakarta.inject")
                .in(work);
        Path user = work.resolve("plugins");
        try (FelixHost host = Hosts.start(Distribution.bundleFolder(), user)) {
            new PluginFolder(user).add(jar, host);
        }
        try (FelixHost host = Hosts.start(Distribution.bundleFolder(), user)) {
            assertThat(host.faults()).isEmpty();
            assertThat(schedule(host, Map.of("from", 0.1, "to", 0.001)).at(0.5)).isCloseTo(0.01, within(ROUNDING));
            assertThatThrownBy(() -> schedule(host, Map.of("form", 0.1)))
                    .hasMessageContaining("The schedule 'geometric' has no option 'form'. Did you mean 'from'?")
                    .hasMessageContaining("The schedule 'geometric' needs the option 'from'");
            assertThatThrownBy(() -> schedule(host, Map.of("from", 0.5, "to", 0.5)))
                    .hasMessageContaining("from and to must differ, both were 0.5");
        }
    }

    private static Schedule schedule(FelixHost host, Map<String, ?> options) {
        return new GuicePluginFactory(host.catalog())
                .create(
                        Schedule.class,
                        PluginUse.of("schedule", "geometric", options),
                        PluginServices.of(use -> Dial.fixed(0), Path.of("")));
    }
}
