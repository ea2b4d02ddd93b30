package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.api.Dial;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.Libraries;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.files.LibraryFolders;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.Value;
import org.espalier.embed.GuicePluginFactory;
import org.espalier.osgi.FelixHost;
import org.espalier.testkit.ExporterContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built bundle in a real Felix: ND4J stays outside until a file is read or written. */
class Nd4jBundleTest {
    /** The bundle itself, without ND4J's jars. */
    private static final long SMALL = 200_000;

    @TempDir
    Path folder;

    @Test
    void readsAndWritesThroughNd4jInEveryHostOfOneProcess() throws IOException {
        Libraries libraries =
                new LibraryFolders(List.of(Distribution.libraryFolder()), ClassLoader.getPlatformClassLoader());
        for (int host = 0; host < 2; host++) {
            Path file = folder.resolve("model" + host + ".npz");
            try (FelixHost felix = Hosts.start(bundles())) {
                assertThat(felix.faults()).isEmpty();
                plugin(Exporter.class, "export", Map.of(), felix, libraries).export(ExporterContract.model(), file);
                Dataset data = plugin(DataSource.class, "source", arrays(file), felix, libraries)
                        .open();
                float[] row = new float[3];
                data.train().features(1, row);
                assertThat(row).containsExactly(4, 5, 6);
            }
        }
    }

    @Test
    void nobodyPaysForNd4jBeforeItIsUsed() throws IOException {
        assertThat(Files.size(jar())).isLessThan(SMALL);
        Libraries refusing = (name, probe) -> {
            throw new EspalierException("opened " + name);
        };
        Path file = Files.createFile(folder.resolve("any.npz"));
        try (FelixHost felix = Hosts.start(bundles())) {
            DataSource source = plugin(DataSource.class, "source", arrays(file), felix, refusing);
            assertThatThrownBy(source::open).hasMessage("opened nd4j");
        }
    }

    private static Map<String, Value> arrays(Path file) {
        return Map.of(
                "file", Value.of(file.toString()),
                "features", Value.of("out.weight"),
                "targets", Value.of("out.bias"));
    }

    private static <T> T plugin(
            Class<T> type, String kind, Map<String, Value> options, FelixHost host, Libraries libraries) {
        return new GuicePluginFactory(host.catalog())
                .create(
                        type,
                        PluginUse.of(kind, "npz", options),
                        PluginServices.of(use -> Dial.fixed(0), Path.of("")).with(Libraries.class, libraries));
    }

    /** A folder with the bundle alone, so that other modules cannot disturb. */
    private Path bundles() throws IOException {
        Path alone = Files.createDirectories(folder.resolve("bundles"));
        Path copy = alone.resolve("nd4j.jar");
        if (!Files.exists(copy)) {
            Files.copy(jar(), copy);
        }
        return alone;
    }

    private static Path jar() throws IOException {
        return Distribution.bundles().stream()
                .filter(jar -> jar.getFileName().toString().startsWith("espalier-nd4j"))
                .findFirst()
                .orElseThrow();
    }
}
