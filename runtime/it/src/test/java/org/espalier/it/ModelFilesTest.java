package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.border.Exporter;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.core.files.LibraryFolders;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.plugins.data.CsrExporter;
import org.espalier.plugins.data.SafetensorsExporter;
import org.espalier.plugins.nd4j.NpzExporter;
import org.espalier.plugins.onnx.OnnxExporter;
import org.espalier.testkit.TracedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a sparse model takes at rest stands in docs/results/model-files.md. To write the table again:
 *
 * <pre>mvn verify -pl runtime/it -am -Dtest=ModelFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Despalier.golden=write
 * </pre>
 */
class ModelFilesTest {
    private static final Path PAGE = Path.of("../../docs/results/model-files.md");
    private static final double[] SPARSITIES = {0, 0.5, 0.8, 0.9, 0.95, 0.98};

    /** LeNet-300-100, every weight with this share of zeros. */
    private static TracedNetwork lenet(double sparsity) {
        Layer layers = (graph, in) -> {
            Node first = dense(graph, "fc1", in, 300, Activation.RELU);
            Node second = dense(graph, "fc2", first, 100, Activation.RELU);
            return dense(graph, "out", second, 10, Activation.NONE);
        };
        return TracedNetwork.of(List.of(784), 1 - sparsity, layers);
    }

    private static Node dense(GraphBuilder graph, String name, Node in, int units, Activation activation) {
        Node product = graph.linear(
                in,
                graph.weight(name + ".weight", units, in.features(), Initialisation.HE_NORMAL),
                Optional.of(graph.vector(name + ".bias", units, 0)));
        return graph.activation(product, activation);
    }

    @Test
    void thePageSaysWhatFilesTake(@TempDir Path temp) throws IOException {
        Map<String, Exporter> exporters = new LinkedHashMap<>();
        exporters.put(
                "safetensors", new SafetensorsExporter(new SafetensorsExporter.Options(), new SafetensorsFiles()));
        exporters.put("csr", new CsrExporter(new CsrExporter.Options()));
        exporters.put("onnx", new OnnxExporter(new OnnxExporter.Options(false)));
        exporters.put("onnx, sparse: true", new OnnxExporter(new OnnxExporter.Options(true)));
        List<String> table = new ArrayList<>();
        table.add("| sparsity | non-zeros | " + String.join(" | ", exporters.keySet()) + " |");
        table.add("| ---: | ---: " + "| ---: ".repeat(exporters.size()) + "|");
        for (double sparsity : SPARSITIES) {
            try (TracedNetwork network = lenet(sparsity)) {
                StringBuilder line = new StringBuilder(
                        String.format(Locale.ROOT, "| %.0f %% | %,d |", 100 * sparsity, stored(network)));
                for (Exporter exporter : exporters.values()) {
                    Path file = temp.resolve("model");
                    exporter.export(network.view(), file);
                    line.append(String.format(Locale.ROOT, " %,d |", Files.size(file)));
                }
                table.add(line.toString());
            }
        }
        String page = Files.readString(PAGE);
        String before = page.substring(0, page.indexOf("| sparsity"));
        String behind = page.substring(page.indexOf("\n\n", before.length()));
        String wanted = before + String.join("\n", table) + behind;
        if ("write".equals(System.getProperty("espalier.golden"))) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(wanted);
    }

    /** How far it packs them depends on the zlib of the JDK, so the page says it without being kept true by a byte. */
    @Test
    void anNpzFilePacksWhatACsrFileHasAsItIs(@TempDir Path temp) throws IOException {
        Exporter npz = new NpzExporter(
                new NpzExporter.Options(),
                new LibraryFolders(List.of(Distribution.libraryFolder()), ClassLoader.getPlatformClassLoader()));
        for (double sparsity : new double[] {0, 0.9}) {
            try (TracedNetwork network = lenet(sparsity)) {
                Path packed = temp.resolve("model.npz");
                Path plain = temp.resolve("model.csr");
                npz.export(network.view(), packed);
                new CsrExporter(new CsrExporter.Options()).export(network.view(), plain);
                assertThat(Files.size(packed)).isLessThan(Files.size(plain));
            }
        }
    }

    private static long stored(TracedNetwork network) {
        return network.network().stored().stream()
                .mapToLong(store -> store.count())
                .sum();
    }
}
