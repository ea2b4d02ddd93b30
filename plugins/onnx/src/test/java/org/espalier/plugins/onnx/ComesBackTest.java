package org.espalier.plugins.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.ImportedNetwork;
import org.espalier.api.border.TensorView;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Recurrence;
import org.espalier.api.graph.Vector;
import org.espalier.api.graph.Weight;
import org.espalier.testkit.TracedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the exporter takes several operators for comes back as the one sentence it was, with the names it had. */
class ComesBackTest {
    private static final int CHANGED = 300;

    @TempDir
    Path temp;

    private ImportedNetwork back(List<Integer> shape, Layer... layers) throws IOException {
        return new OnnxImporter().read(file(shape, layers));
    }

    private Path file(List<Integer> shape, Layer... layers) throws IOException {
        Path file = temp.resolve("model.onnx");
        try (TracedNetwork network = TracedNetwork.of(shape, 1, layers)) {
            new OnnxExporter(new OnnxExporter.Options(false)).export(network.view(), file);
        }
        return file;
    }

    private static List<String> names(ImportedNetwork network) {
        return network.parameters().stream().map(TensorView::name).toList();
    }

    private static Weight weight(GraphBuilder graph, String name, int rows, int columns) {
        return graph.weight(name + ".weight", rows, columns, Initialisation.HE_NORMAL);
    }

    private static Node linear(GraphBuilder graph, String name, Node in, int rows, boolean bias) {
        Optional<Vector> offsets = bias ? Optional.of(graph.vector(name + ".bias", rows, 0)) : Optional.empty();
        return graph.linear(in, weight(graph, name, rows, in.features()), offsets);
    }

    private static Layer attention(int heads, int keyHeads, boolean causal, double rotary, boolean bias) {
        return (graph, in) -> {
            int width = in.features() / heads * keyHeads;
            Node queries = linear(graph, "query", in, in.features(), bias);
            Node keys = linear(graph, "key", in, width, bias);
            Node mixed = graph.attention(
                    rotary > 0 ? graph.rotary(queries, heads, rotary) : queries,
                    rotary > 0 ? graph.rotary(keys, keyHeads, rotary) : keys,
                    linear(graph, "value", in, width, bias),
                    heads,
                    keyHeads,
                    causal);
            return linear(graph, "output", mixed, in.features(), bias);
        };
    }

    @Test
    void attentionIsOneLayerWithItsFourProducts() throws IOException {
        ImportedNetwork plain = back(List.of(5, 8), attention(2, 2, false, 0, true));
        assertThat(plain.model()).containsExactly("input 5, 8", "attention 'layer0', heads: 2");
        assertThat(names(plain))
                .containsExactly(
                        "layer0.query.weight", "layer0.query.bias",
                        "layer0.key.weight", "layer0.key.bias",
                        "layer0.value.weight", "layer0.value.bias",
                        "layer0.output.weight", "layer0.output.bias");
        assertThat(back(List.of(5, 16), attention(4, 2, true, 500000, false)).model())
                .containsExactly(
                        "input 5, 16",
                        "attention 'layer0', heads: 4, kvHeads: 2, causal: true, rotary: 500000, bias: false");
    }

    @Test
    void attentionAloneIsNamed() {
        assertThatThrownBy(() -> back(
                        List.of(5, 8),
                        (graph, in) -> graph.attention(
                                in,
                                graph.activation(in, Activation.TANH),
                                graph.activation(in, Activation.RELU),
                                2,
                                2,
                                false),
                        (graph, in) -> graph.rotary(in, 2, 100)))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("model.onnx has operators that are no layers here: Attention 'layer0")
                .hasMessageContaining(", Rotary 'layer1");
    }

    @Test
    void recurrencesHaveTheirGatesInTheirOwnOrder() throws IOException {
        for (Recurrence cell : Recurrence.values()) {
            ImportedNetwork network = back(List.of(5, 4), (graph, in) -> {
                int rows = 3 * cell.gates();
                Node given = linear(graph, "input", in, rows, cell == Recurrence.GRU);
                return graph.recurrence(
                        given,
                        weight(graph, "recurrent", rows, 3),
                        Optional.of(graph.vector("recurrent.bias", rows, 0)),
                        cell);
            });
            String layer = switch (cell) {
                case TANH -> "rnn 'layer0', units: 3";
                case RELU -> "rnn 'layer0', units: 3, activation: 'relu'";
                case GRU -> "gru 'layer0', units: 3";
                case LSTM -> "lstm 'layer0', units: 3";
            };
            assertThat(network.model()).containsExactly("input 5, 4", layer);
            assertThat(names(network))
                    .contains("layer0.input.weight", "layer0.recurrent.weight", "layer0.recurrent.bias");
        }
    }

    @Test
    void normsAndActivationsOfSeveralOperatorsAreOne() throws IOException {
        ImportedNetwork network = back(
                List.of(5, 4),
                (graph, in) -> graph.rmsNorm(in, graph.vector("scale", 4, 1), 1e-3),
                (graph, in) -> graph.activation(in, Activation.GELU),
                (graph, in) -> graph.layerNorm(in, graph.vector("scale", 4, 1), Optional.empty(), 1e-5),
                (graph, in) -> graph.activation(in, Activation.SILU),
                (graph, in) -> graph.topK(in, 2));
        assertThat(network.model())
                .containsExactly(
                        "input 5, 4",
                        "rmsNorm 'layer0', epsilon: 0.001",
                        "activation of: 'gelu'",
                        "layerNorm 'layer2', shift: false",
                        "activation of: 'silu'",
                        "activation of: topK(share: 0.5, of: 'none')");
    }

    @Test
    void aTableIsSharedWithTheProductThatIsTiedToIt() throws IOException {
        ImportedNetwork network = back(List.of(5), (graph, in) -> {
            Weight table = weight(graph, "table", 7, 3);
            Node rows = graph.addPositions(graph.embedding(in, table), weight(graph, "places", 5, 3));
            return graph.linear(rows, table, Optional.empty());
        });
        assertThat(network.model())
                .containsExactly(
                        "input 5",
                        "embedding 'layer0.table', vocabulary: 7, width: 3",
                        "positions 'layer0.places'",
                        "dense 'layer0.table-2', units: 7, tied: 'layer0.table', bias: false");
        assertThat(names(network)).containsExactly("layer0.table.weight", "layer0.places.weight");
    }

    private static Layer mixture(int largest) {
        Layer expert = (graph, in) -> graph.activation(linear(graph, "up", in, 3, true), Activation.RELU);
        return (graph, in) -> {
            Node logits = linear(graph, "gate", in, 4, false);
            Node gates = largest > 1 ? graph.softmax(logits, largest) : graph.topK(graph.softmax(logits, 4), 1);
            return graph.experts(in, gates, largest, expert);
        };
    }

    @Test
    void aMixtureOfExpertsIsABlock() throws IOException {
        for (List<Integer> shape : List.of(List.of(6), List.of(5, 6))) {
            ImportedNetwork two = back(shape, mixture(2));
            assertThat(two.model())
                    .containsExactly(
                            "input " + (shape.size() == 1 ? "6" : "5, 6"),
                            "experts('layer0', count: 4) {",
                            "    gate 'top-k', routes: 2",
                            "    dense 'layer0-2', units: 3, activation: 'relu'",
                            "}");
            assertThat(names(two)).contains("layer0.gate.weight", "layer0.0.layer0-2.weight", "layer0.3.layer0-2.bias");
            assertThat(back(shape, mixture(1)).model()).contains("    gate 'top-k', routes: 1, renormalize: false");
        }
    }

    @Test
    void aMixtureOfAnotherGateIsRefusedByItsEnd() {
        assertThatThrownBy(() -> back(
                        List.of(6),
                        (graph, in) -> graph.experts(
                                in,
                                graph.activation(linear(graph, "gate", in, 4, false), Activation.SOFTPLUS),
                                4,
                                (inner, each) -> linear(inner, "up", each, 3, true))))
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith(
                        "model.onnx has operators that are no layers here: Combine 'layer0/combine/ReduceSum'.");
    }

    @Test
    void aSequenceWithChangedBytesIsReadOrRefusedWithASentence() throws IOException {
        byte[] whole = Files.readAllBytes(file(
                List.of(5, 8),
                attention(2, 1, true, 100, true),
                (graph, in) -> graph.recurrence(
                        linear(graph, "input", in, 12, true),
                        weight(graph, "recurrent", 12, 3),
                        Optional.empty(),
                        Recurrence.LSTM),
                mixture(2)));
        RandomStream random = RandomStream.ofSeed(7);
        for (int i = 0; i < CHANGED; i++) {
            byte[] changed = whole.clone();
            changed[(int) random.below(whole.length, 2L * i)] = (byte) random.below(256, 2L * i + 1);
            Path file = Files.write(temp.resolve("changed.onnx"), changed);
            try {
                assertThat(new OnnxImporter().read(file).model()).isNotEmpty();
            } catch (EspalierException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }
}
