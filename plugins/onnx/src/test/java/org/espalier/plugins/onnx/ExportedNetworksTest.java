package org.espalier.plugins.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Recurrence;
import org.espalier.api.graph.Unary;
import org.espalier.api.graph.Weight;
import org.espalier.api.graph.Window;
import org.espalier.testkit.TracedNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX Runtime gives what the engine gives, operation by operation, in each form a value can be in. */
class ExportedNetworksTest {
    /** Sums of some dozens of floats of order 1, in another order. */
    private static final float TOLERANCE = 2e-5f;

    private static final int EXAMPLES = 3;
    private static final int VOCABULARY = 7;
    private static final List<Integer> FLAT = List.of(6);
    private static final List<Integer> SEQUENCE = List.of(5, 4);
    private static final List<Integer> PICTURE = List.of(5, 6, 4);

    @TempDir
    Path temp;

    /** @param tokens whether token numbers come in */
    record Case(String name, List<Integer> shape, boolean tokens, List<Layer> layers) {
        Case(String name, List<Integer> shape, Layer... layers) {
            this(name, shape, false, List.of(layers));
        }

        static Case ofTokens(String name, List<Integer> shape, Layer layer) {
            return new Case(name, shape, true, List.of(layer));
        }

        @Override
        public String toString() {
            return name + " of " + shape;
        }
    }

    @ParameterizedTest
    @MethodSource({"everywhere", "products", "experts", "windows", "sequences", "shapes"})
    void givesTheSameElsewhere(Case drawn) throws IOException {
        check(drawn, 1, false);
    }

    @ParameterizedTest
    @MethodSource({"products", "experts", "sequences"})
    void givesTheSameOfLinks(Case drawn) throws IOException {
        check(drawn, 0.2, true);
    }

    private void check(Case drawn, double density, boolean sparse) throws IOException {
        try (TracedNetwork network =
                TracedNetwork.of(drawn.shape(), density, drawn.layers().toArray(Layer[]::new))) {
            float[][] examples = network.examples(EXAMPLES, drawn.tokens() ? VOCABULARY : 0);
            Path file = temp.resolve("model.onnx");
            new OnnxExporter(new OnnxExporter.Options(sparse)).export(network.view(), file);
            float[][] wanted = network.outputs(examples);
            float[][] found = OnnxRuntime.outputs(file, network.view().network(), examples);
            for (int e = 0; e < EXAMPLES; e++) {
                assertThat(found[e]).as("example " + e).hasSameSizeAs(wanted[e]);
                for (int i = 0; i < wanted[e].length; i++) {
                    assertThat(found[e][i])
                            .as("number %d of example %d", i, e)
                            .isCloseTo(wanted[e][i], within(tolerance(wanted[e][i])));
                }
            }
        }
    }

    private static float tolerance(float number) {
        return TOLERANCE * (1 + Math.abs(number));
    }

    /** What can be done at any position, flat, after a product that leaves features last, and in pictures. */
    static Stream<Case> everywhere() {
        List<Case> cases = new ArrayList<>();
        for (List<Integer> shape : List.of(FLAT, SEQUENCE, PICTURE)) {
            for (Activation function : Activation.values()) {
                cases.add(new Case(function.name(), shape, (graph, in) -> graph.activation(in, function)));
            }
            for (Unary function : Unary.values()) {
                double[] constants = {-0.5, 0.75};
                double[] own = Arrays.copyOf(constants, function.constants());
                cases.add(new Case(
                        function.name(),
                        shape,
                        (graph, in) -> graph.unary(positive(graph, in, function), function, own)));
            }
            for (Pairwise function : Pairwise.values()) {
                cases.add(new Case(
                        function.name(),
                        shape,
                        (graph, in) ->
                                graph.pairwise(in, graph.unary(graph.unary(in, Unary.ABS), Unary.SHIFT, 1), function)));
            }
            int features = shape.getLast();
            cases.add(new Case("add", shape, (graph, in) -> graph.add(in, graph.activation(in, Activation.TANH))));
            cases.add(new Case(
                    "multiply", shape, (graph, in) -> graph.multiply(in, graph.activation(in, Activation.TANH))));
            cases.add(new Case(
                    "by feature", shape, (graph, in) -> graph.addByFeature(in, graph.vector("offset", features, 0))));
            cases.add(new Case("sum", shape, (graph, in) -> graph.featureSum(in)));
            cases.add(new Case("mean", shape, (graph, in) -> graph.featureMean(in)));
            cases.add(new Case("max", shape, (graph, in) -> graph.featureMax(in)));
            cases.add(
                    new Case("by position", shape, (graph, in) -> graph.multiplyByPosition(in, graph.featureMax(in))));
            cases.add(new Case("softmax", shape, (graph, in) -> graph.softmax(in, features)));
            cases.add(new Case("softmax of 2", shape, (graph, in) -> graph.softmax(in, 2)));
            cases.add(new Case("largest", shape, (graph, in) -> graph.topK(in, 2)));
            cases.add(new Case("slice", shape, (graph, in) -> graph.slice(in, 1, 3)));
            cases.add(new Case("concat", shape, (graph, in) -> graph.concat(List.of(in, graph.slice(in, 1, 3)))));
            cases.add(new Case(
                    "stop", shape, (graph, in) -> graph.add(in, graph.dropout(graph.stopGradient(in), 0.5))));
            cases.add(new Case("noise", shape, (graph, in) -> graph.add(in, graph.normalNoise(in))));
            cases.add(new Case(
                    "batch norm",
                    shape,
                    (graph, in) -> graph.batchNorm(
                            in, graph.vector("scale", features, 1), graph.vector("shift", features, 0), 0.1, 1e-3)));
            cases.add(new Case(
                    "layer norm",
                    shape,
                    (graph, in) -> graph.layerNorm(
                            in,
                            graph.vector("scale", features, 1),
                            Optional.of(graph.vector("shift", features, 0)),
                            1e-3)));
            cases.add(new Case(
                    "rms norm", shape, (graph, in) -> graph.rmsNorm(in, graph.vector("scale", features, 1), 1e-3)));
            cases.add(new Case("flatten", shape, (graph, in) -> graph.flatten(in)));
        }
        return cases.stream();
    }

    /** Where a function is only for numbers above 0, they are. */
    private static Node positive(GraphBuilder graph, Node in, Unary function) {
        return switch (function) {
            case LOG, SQRT, RECIPROCAL -> graph.unary(graph.unary(in, Unary.ABS), Unary.SHIFT, 0.1);
            default -> in;
        };
    }

    static Stream<Case> products() {
        Layer dense = (graph, in) -> linear(graph, "fc", in, 5);
        return Stream.of(
                new Case("dense", FLAT, dense),
                new Case("dense", SEQUENCE, dense),
                new Case("dense", PICTURE, dense),
                new Case("dense after a norm", PICTURE, norm(), dense),
                new Case(
                        "dense with ReLU",
                        SEQUENCE,
                        (graph, in) -> graph.activation(linear(graph, "fc", in, 5), Activation.RELU)),
                new Case(
                        "dense without bias",
                        FLAT,
                        (graph, in) -> graph.linear(in, weight(graph, "weight", 5, 6), Optional.empty())),
                new Case("dense after flat", PICTURE, (graph, in) -> linear(graph, "fc", graph.flatten(in), 5)),
                convolution("convolution", PICTURE, new Window(3, 2, 1, 1, 0, 0, 1, 1), 1),
                convolution("with padding and stride", PICTURE, new Window(3, 3, 2, 1, 1, 2, 1, 1), 1),
                convolution("with gaps", PICTURE, new Window(2, 3, 1, 1, 1, 1, 2, 1), 1),
                convolution("in groups", PICTURE, Window.square(3, 1, 1, 1), 2),
                convolution("depthwise", PICTURE, Window.square(3, 1, 1, 1), 4),
                convolution("over steps", SEQUENCE, new Window(1, 3, 1, 2, 0, 1, 1, 1), 1),
                convolution("of one pixel", PICTURE, Window.POINT, 1),
                new Case(
                        "two, flat",
                        PICTURE,
                        (graph, in) ->
                                graph.activation(convolve(graph, in, 4, Window.square(3, 1, 1, 1), 1), Activation.RELU),
                        (graph, in) -> graph.flatten(convolve(graph, in, 3, Window.square(2, 2, 0, 1), 1)),
                        (graph, in) -> linear(graph, "fc", in, 2)));
    }

    static Stream<Case> experts() {
        Layer expert = (graph, in) -> {
            Node gate = graph.activation(linear(graph, "gate", in, 5), Activation.SILU);
            Node up = graph.linear(in, weight(graph, "up", 5, in.features()), Optional.empty());
            return graph.activation(linear(graph, "down", graph.multiply(gate, up), 3), Activation.RELU);
        };
        Layer mixture = (graph, in) -> graph.experts(in, graph.softmax(linear(graph, "route", in, 4), 2), 2, expert);
        return Stream.of(
                new Case("experts", FLAT, mixture),
                new Case("experts", SEQUENCE, mixture),
                new Case("experts", PICTURE, mixture));
    }

    static Stream<Case> windows() {
        Window window = new Window(3, 2, 2, 1, 1, 0, 1, 1);
        Window row = new Window(1, 3, 1, 2, 0, 1, 1, 1);
        return Stream.of(
                new Case("maximum", PICTURE, (graph, in) -> graph.maxPool(in, window)),
                new Case(
                        "maximum with gaps",
                        PICTURE,
                        (graph, in) -> graph.maxPool(in, new Window(2, 2, 1, 1, 0, 0, 2, 2))),
                new Case("maximum", SEQUENCE, (graph, in) -> graph.maxPool(in, row)),
                new Case("mean", PICTURE, (graph, in) -> graph.averagePool(in, window)),
                new Case("mean", SEQUENCE, (graph, in) -> graph.averagePool(in, row)),
                new Case("shuffled pixels", PICTURE, (graph, in) -> graph.pixelShuffle(in, 2)),
                new Case(
                        "mean of all",
                        PICTURE,
                        (graph, in) -> graph.flatten(graph.averagePool(in, new Window(5, 6, 1, 1, 0, 0, 1, 1)))),
                new Case("residual", PICTURE, (graph, in) -> {
                    Node through = convolve(graph, in, 4, Window.square(3, 1, 1, 1), 1);
                    return graph.activation(graph.add(in, through), Activation.RELU);
                }));
    }

    static Stream<Case> sequences() {
        List<Case> cases = new ArrayList<>();
        cases.add(Case.ofTokens("tokens", List.of(5), ExportedNetworksTest::table));
        cases.add(Case.ofTokens("tokens of steps", List.of(5, 1), ExportedNetworksTest::table));
        cases.add(Case.ofTokens(
                "tokens of two tables",
                List.of(2),
                (graph, in) -> graph.multiply(
                        graph.flatten(graph.embedding(graph.slice(in, 0, 1), weight(graph, "one", VOCABULARY, 3))),
                        graph.flatten(graph.embedding(graph.slice(in, 1, 2), weight(graph, "two", VOCABULARY, 3))))));
        cases.add(Case.ofTokens(
                "tokens and numbers",
                List.of(2),
                (graph, in) -> graph.add(in, linear(graph, "fc", graph.flatten(table(graph, in)), 2))));
        cases.add(
                new Case("positions", SEQUENCE, (graph, in) -> graph.addPositions(in, weight(graph, "weight", 5, 4))));
        cases.add(
                new Case("positions", PICTURE, (graph, in) -> graph.addPositions(in, weight(graph, "weight", 30, 4))));
        cases.add(new Case("turned", SEQUENCE, (graph, in) -> graph.rotary(in, 2, 10000)));
        cases.add(new Case("turned", List.of(4, 12), (graph, in) -> graph.rotary(in, 2, 100)));
        cases.add(attention("attention", SEQUENCE, 2, 2, false));
        cases.add(attention("attention", PICTURE, 2, 2, false));
        cases.add(attention("attention to the past", SEQUENCE, 4, 4, true));
        cases.add(attention("attention with shared keys", SEQUENCE, 4, 2, true));
        for (Recurrence cell : Recurrence.values()) {
            cases.add(new Case(cell + "", SEQUENCE, (graph, in) -> recurrence(graph, in, cell, true)));
            cases.add(new Case(cell + " without biases", SEQUENCE, (graph, in) -> recurrence(graph, in, cell, false)));
            cases.add(new Case(
                    cell + " of what others read",
                    List.of(5, 3 * cell.gates()),
                    (graph, in) -> graph.recurrence(
                            in, weight(graph, "recurrent", 3 * cell.gates(), 3), Optional.empty(), cell)));
        }
        return cases.stream();
    }

    static Stream<Case> shapes() {
        Layer both = (graph, in) -> graph.add(
                graph.layerNorm(in, graph.vector("scale", 4, 1), Optional.empty(), 1e-3),
                convolve(graph, in, 4, Window.square(3, 1, 1, 1), 1));
        return Stream.of(
                new Case("of both forms", PICTURE, both),
                new Case(
                        "there and back", PICTURE, norm(), (graph, in) -> graph.maxPool(in, Window.square(2, 1, 0, 1))),
                new Case(
                        "one channel, there and back",
                        List.of(4, 4, 1),
                        norm(),
                        (graph, in) -> graph.maxPool(in, Window.square(2, 1, 0, 1))),
                new Case("one channel", List.of(4, 3, 1), (graph, in) -> linear(graph, "fc", graph.flatten(in), 2)),
                new Case("nothing", FLAT, (graph, in) -> in));
    }

    private static Node table(GraphBuilder graph, Node in) {
        return graph.embedding(in, weight(graph, "table", VOCABULARY, 3));
    }

    private static Layer norm() {
        return (graph, in) -> graph.layerNorm(
                in,
                graph.vector("scale", in.features(), 1),
                Optional.of(graph.vector("shift", in.features(), 0)),
                1e-3);
    }

    private static Case attention(String name, List<Integer> shape, int heads, int keyHeads, boolean causal) {
        return new Case(name, shape, (graph, in) -> {
            int width = 4 * heads;
            Node queries = linear(graph, "query", in, width);
            Node keys = linear(graph, "key", in, width / heads * keyHeads);
            Node values = linear(graph, "value", in, width / heads * keyHeads);
            return linear(graph, "output", graph.attention(queries, keys, values, heads, keyHeads, causal), 3);
        });
    }

    private static Node recurrence(GraphBuilder graph, Node in, Recurrence cell, boolean biases) {
        int rows = 3 * cell.gates();
        Node given = biases
                ? linear(graph, "input", in, rows)
                : graph.linear(in, weight(graph, "input", rows, in.features()), Optional.empty());
        return graph.recurrence(
                given,
                weight(graph, "recurrent", rows, 3),
                biases ? Optional.of(graph.vector("recurrent.bias", rows, 0)) : Optional.empty(),
                cell);
    }

    private static Case convolution(String name, List<Integer> shape, Window window, int groups) {
        return new Case(name, shape, (graph, in) -> convolve(graph, in, 8, window, groups));
    }

    private static Node convolve(GraphBuilder graph, Node in, int rows, Window window, int groups) {
        return graph.convolution(
                in,
                graph.kernel("kernel", rows, in.features() / groups, window, Initialisation.HE_NORMAL),
                Optional.of(graph.vector("offsets", rows, 0)),
                window,
                groups);
    }

    private static Node linear(GraphBuilder graph, String name, Node in, int rows) {
        return graph.linear(
                in, weight(graph, name, rows, in.features()), Optional.of(graph.vector(name + ".bias", rows, 0)));
    }

    private static Weight weight(GraphBuilder graph, String name, int rows, int columns) {
        return graph.weight(name + ".weight", rows, columns, Initialisation.HE_NORMAL);
    }
}
