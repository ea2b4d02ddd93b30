package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.osgi.FelixHost;
import org.espalier.osgi.PluginFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFolderTest {
    @TempDir
    private Path work;

    private PluginFolder user() {
        return new PluginFolder(work.resolve("user/plugins"));
    }

    private List<String> files() throws IOException {
        if (!Files.exists(user().folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(user().folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void copiesASoundBundleAndOffersItsPlugins() throws IOException {
        Path jar = BundleJar.withSchedule("fresh", "fresh").in(work);
        try (FelixHost host = Hosts.start(user().folder())) {
            assertThat(user().add(jar, host)).extracting(PluginDescriptor::name).containsExactly("fresh");
            assertThat(Hosts.valueOf(host, "fresh")).isEqualTo(3);
        }
        assertThat(files()).containsExactly("fresh.jar");
        try (FelixHost next = Hosts.start(user().folder())) {
            assertThat(Hosts.valueOf(next, "fresh")).isEqualTo(3);
        }
    }

    @Test
    void refusesABrokenBundleAndCopiesNothing() throws IOException {
        Path jar = BundleJar.withSchedule("broken", "broken")
                .header("Import-Package", "org.espalier.api")
                .in(work);
        try (FelixHost host = Hosts.start(user().folder())) {
            assertThatThrownBy(() -> user().add(jar, host))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining("broken.jar was not added.")
                    .hasMessageContaining("org.espalier.api.number");
            assertThat(host.catalog().find("schedule", "broken")).isEmpty();
            assertThat(host.faults()).isEmpty();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void refusesAPluginWhoseNameIsTaken() throws IOException {
        Path folder = work.resolve("distribution");
        BundleJar.withSchedule("first", "level").in(folder);
        Path jar = BundleJar.withSchedule("second", "level").in(work);
        try (FelixHost host = Hosts.start(folder, user().folder())) {
            assertThatThrownBy(() -> user().add(jar, host))
                    .hasMessageContaining("offers schedule 'level', but so does sample.first 1.0.0");
            assertThat(host.faults()).isEmpty();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void refusesABundleWithoutPlugins() throws IOException {
        Path jar = BundleJar.withSchedule("bare", "bare")
                .withoutProcessor()
                .withoutHeader("Import-Package")
                .in(work);
        try (FelixHost host = Hosts.start(user().folder())) {
            assertThatThrownBy(() -> user().add(jar, host)).hasMessageContaining("it is a bundle without plugins");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void refusesAFileThatIsNotThere() {
        try (FelixHost host = Hosts.start(user().folder())) {
            assertThatThrownBy(() -> user().add(work.resolve("absent.jar"), host))
                    .hasMessageContaining("absent.jar does not exist. Name the jar of a bundle.");
        }
    }

    @Test
    void replacesABundleOfTheSameFileName() throws IOException {
        Path old = BundleJar.withSchedule("level", "old").in(work.resolve("a"), "level.jar");
        Path renewed = BundleJar.withSchedule("level", "renewed")
                .header("Bundle-Version", "1.1.0")
                .in(work.resolve("b"), "level.jar");
        try (FelixHost host = Hosts.start(user().folder())) {
            user().add(old, host);
        }
        try (FelixHost host = Hosts.start(user().folder())) {
            user().add(renewed, host);
            assertThat(host.catalog().find("schedule", "old")).isEmpty();
            assertThat(host.catalog().find("schedule", "renewed")).isPresent();
        }
        assertThat(files()).containsExactly("level.jar");
    }

    @Test
    void keepsTheOldBundleWhenItsReplacementIsBroken() throws IOException {
        Path old = BundleJar.withSchedule("level", "level").in(work.resolve("a"), "level.jar");
        Path broken = work.resolve("level.jar");
        Files.writeString(broken, "no jar");
        try (FelixHost host = Hosts.start(user().folder())) {
            user().add(old, host);
        }
        try (FelixHost host = Hosts.start(user().folder())) {
            assertThatThrownBy(() -> user().add(broken, host)).hasMessageContaining("is not a readable jar");
            assertThat(Hosts.valueOf(host, "level")).isEqualTo(3);
        }
        assertThat(Files.mismatch(old, user().folder().resolve("level.jar"))).isEqualTo(-1);
    }
}
