package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.border.NetworkView;
import org.espalier.api.border.TensorView;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Exporter} keeps. An exporter's test implements this and reads the file back in tests of its own. */
public interface ExporterContract {
    Exporter exporter();

    /** So many features at one position. */
    record Features(int features, String name) implements Node {
        @Override
        public List<Integer> grid() {
            return List.of();
        }
    }

    /** A network of one hidden layer: 4 inputs, 3 units with ReLU, 2 outputs. */
    private static NetworkView network() {
        Node input = new Features(4, "input");
        Node hidden = new Features(3, "hidden");
        Node output = new Features(2, "output");
        return new NetworkView(
                input,
                output,
                List.of(
                        new NetworkStep(
                                "fc1 linear",
                                new NetworkOperation.Linear("fc1.weight", Optional.of("fc1.bias"), Activation.RELU),
                                List.of(input),
                                hidden),
                        new NetworkStep(
                                "out linear",
                                new NetworkOperation.Linear("out.weight", Optional.of("out.bias"), Activation.NONE),
                                List.of(hidden),
                                output)));
    }

    /** A model of one hidden layer: 4 inputs, 3 sparse units, 2 dense outputs. */
    static ModelView model() {
        List<TensorView> parameters = List.of(
                new TensorView.Sparse(
                        "fc1.weight", new int[] {3, 4}, new int[] {0, 2, 2, 4}, new int[] {0, 3, 1, 2}, new float[] {
                            1.5f, -2f, 0.25f, 1e-20f
                        }),
                new TensorView.Dense("fc1.bias", new int[] {3}, new float[] {0, -1, 2}),
                new TensorView.Dense("out.weight", new int[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}),
                new TensorView.Dense("out.bias", new int[] {2}, new float[] {0.5f, -0.5f}));
        return new ModelView() {
            @Override
            public List<TensorView> parameters() {
                return parameters;
            }

            @Override
            public NetworkView network() {
                return ExporterContract.network();
            }

            @Override
            public Map<String, String> provenance() {
                return Map.of("recipe", "toy", "seed", "42");
            }
        };
    }

    @Test
    default void writesOneFileAndNothingBeside(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model");
        exporter().export(model(), file);
        assertThat(file).isNotEmptyFile();
        try (Stream<Path> found = Files.list(folder)) {
            assertThat(found).containsExactly(file);
        }
    }

    @Test
    default void replacesAnOldFile(@TempDir Path folder) throws IOException {
        Path old = Files.writeString(folder.resolve("model"), "something much longer than nothing".repeat(1000));
        Path fresh = folder.resolve("fresh");
        exporter().export(model(), old);
        exporter().export(model(), fresh);
        assertThat(old).hasSameBinaryContentAs(fresh);
    }

    @Test
    default void namesTheFileItCannotWrite(@TempDir Path folder) {
        Path nowhere = folder.resolve("no-such-folder").resolve("model");
        assertThatThrownBy(() -> exporter().export(model(), nowhere)).hasMessageContaining(nowhere.toString());
        assertThat(folder).isEmptyDirectory();
    }
}
