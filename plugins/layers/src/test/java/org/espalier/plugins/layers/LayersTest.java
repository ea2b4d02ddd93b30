package org.espalier.plugins.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Aggregation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Unary;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class LayersTest {
    @ParameterizedTest
    @CsvSource({"1, 3", "0.5, 20"})
    void aConvolutionalNetworkIsThatOfTheDoubleReading(double density, int live) {
        GraphCheck.of(
                        List.of(8, 7, 2),
                        convolution(6, List.of(3), List.of(1), List.of(-1), 2),
                        new MaxPool(new MaxPool.Options(List.of(2), List.of(), List.of(0))),
                        convolution(4, List.of(3, 2), List.of(2, 1), List.of(1, 0), 1),
                        new ActivationLayer(new ActivationLayer.Options(Activation.TANH)),
                        new AveragePool(new AveragePool.Options(List.of(2, 1), List.of(1), List.of(0))),
                        new GlobalPool())
                .density(density)
                .batch(20, live)
                .check();
    }

    @Test
    void aNetworkThatMakesPicturesLargerIsThatOfTheDoubleReading() {
        GraphCheck.of(
                        List.of(3, 2, 2),
                        convolution(12, List.of(3), List.of(1), List.of(-1), 1),
                        new PixelShuffle(new PixelShuffle.Options(2)),
                        convolution(2, List.of(3), List.of(1), List.of(-1), 1))
                .batch(20, 7)
                .check();
    }

    @Test
    void probabilitiesAndTheirLogarithmsAreThoseOfTheDoubleReading() {
        GraphCheck.of(List.of(5), new Softmax()).batch(20, 7).check();
        GraphCheck.of(List.of(3, 4), dense(6), new LogSoftmax()).batch(20, 7).check();
    }

    private static Layer dense(int units) {
        return (graph, input) -> graph.linear(
                input,
                graph.weight("weight", units, input.features(), Initialisation.LECUN_NORMAL),
                Optional.of(graph.vector("bias", units, 0)));
    }

    @ParameterizedTest
    @CsvSource({"1, 20, 0, 0", "0.4, 3, 1, 100", "1, 17, 2, 10000"})
    void aLanguageModelIsThatOfTheDoubleReading(double density, int live, int kvHeads, double rotary) {
        GraphCheck.of(
                        List.of(6),
                        new Embedding(new Embedding.Options(9, 8, Initialisation.LECUN_NORMAL)),
                        new Positions(new Positions.Options(Initialisation.LECUN_NORMAL)),
                        new Attention(new Attention.Options(
                                2, kvHeads, true, rotary, kvHeads == 0, Initialisation.LECUN_NORMAL)),
                        new Gated(new Gated.Options(9, Activation.SILU, kvHeads == 0, Initialisation.LECUN_NORMAL)))
                .tokens(9)
                .labelled()
                .density(density)
                .batch(20, live)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"1, 20, true", "0.5, 18, false"})
    void recurrentLayersAreThoseOfTheDoubleReading(double density, int live, boolean bias) {
        GraphCheck.of(
                        List.of(4),
                        new Embedding(new Embedding.Options(7, 3, Initialisation.LECUN_NORMAL)),
                        new Lstm(new Lstm.Options(4, bias, Initialisation.LECUN_UNIFORM)),
                        new Gru(new Gru.Options(3, bias, Initialisation.LECUN_UNIFORM)),
                        new Rnn(new Rnn.Options(5, Rnn.Function.TANH, bias, Initialisation.LECUN_UNIFORM)),
                        // A bias keeps what no link reaches away from the kink of the ReLU.
                        new Rnn(new Rnn.Options(6, Rnn.Function.RELU, true, Initialisation.LECUN_UNIFORM)))
                .tokens(7)
                .labelled()
                .density(density)
                .batch(20, live)
                .check();
    }

    @ParameterizedTest
    @EnumSource
    void aGraphNetworkIsThatOfTheDoubleReading(Aggregation neighbours) {
        ExampleGraph ring = ring(21);
        for (double density : new double[] {1, 0.5}) {
            GraphCheck.of(
                            List.of(6),
                            new GraphConvolution(new GraphConvolution.Options(
                                    5, neighbours, Activation.TANH, true, Initialisation.GLOROT_UNIFORM)),
                            new GraphConvolution(new GraphConvolution.Options(
                                    4, neighbours, Activation.NONE, false, Initialisation.GLOROT_UNIFORM)))
                    .links(ring)
                    .density(density)
                    .check();
        }
    }

    /** Each example is linked with the next and the second after it, and they with it. */
    private static ExampleGraph ring(int examples) {
        int[] starts = new int[examples + 1];
        int[] neighbours = new int[4 * examples];
        for (int i = 0; i < examples; i++) {
            starts[i + 1] = 4 * (i + 1);
            int here = i;
            int[] row = IntStream.of(-2, -1, 1, 2)
                    .map(d -> Math.floorMod(here + d, examples))
                    .sorted()
                    .toArray();
            System.arraycopy(row, 0, neighbours, 4 * i, 4);
        }
        return new ExampleGraph(starts, neighbours);
    }

    @Test
    void aShortcutThatDropsPixelsAndPadsChannelsIsThatOfTheDoubleReading() {
        Layer shortcut = (graph, input) -> {
            Node half = new MaxPool(new MaxPool.Options(List.of(1), List.of(2), List.of(0))).build(graph, input);
            Node wide = new Pad(new Pad.Options(2, 5)).build(graph, half);
            return graph.linear(wide, graph.weight("w", 3, 10, Initialisation.LECUN_NORMAL), Optional.empty());
        };
        GraphCheck.of(List.of(5, 4, 3), shortcut).batch(20, 13).check();
    }

    @Test
    void theScalarProductOfTwoEmbeddingsIsThatOfTheDoubleReading() {
        Layer factors = (graph, input) -> {
            Node user = new Take(new Take.Options(0, 1)).build(graph, input);
            Node item = new Take(new Take.Options(1, 1)).build(graph, input);
            Node a = graph.embedding(user, graph.weight("user", 7, 3, Initialisation.LECUN_NORMAL));
            Node b = graph.embedding(item, graph.weight("item", 7, 3, Initialisation.LECUN_NORMAL));
            Node similar = new FeatureSum().build(graph, graph.multiply(graph.flatten(a), graph.flatten(b)));
            return new Offset(new Offset.Options(3.5)).build(graph, similar);
        };
        GraphCheck.of(List.of(2), factors).tokens(7).batch(20, 13).check();
        GraphCheck.of(List.of(2), factors)
                .tokens(7)
                .density(0.5)
                .batch(150, 140)
                .check();
    }

    @ParameterizedTest
    @EnumSource
    void aBagOfTokensIsThatOfTheDoubleReading(EmbeddingBag.Combination combine) {
        for (double density : new double[] {1, 0.5}) {
            GraphCheck.of(
                            List.of(7),
                            new EmbeddingBag(new EmbeddingBag.Options(9, 5, combine, Initialisation.LECUN_NORMAL)))
                    .tokens(9)
                    .density(density)
                    .batch(70, 65)
                    .check();
        }
        GraphCheck.of(
                        List.of(3, 2, 1),
                        new EmbeddingBag(new EmbeddingBag.Options(9, 5, combine, Initialisation.LECUN_NORMAL)))
                .tokens(9)
                .batch(20, 7)
                .check();
    }

    @Test
    void meansAndMaximaOfFeaturesAreThoseOfTheDoubleReading() {
        Layer both = (graph, input) ->
                graph.concat(List.of(new FeatureMean().build(graph, input), new FeatureMax().build(graph, input)));
        GraphCheck.of(List.of(4, 5, 2), convolution(3, List.of(3), List.of(1), List.of(-1), 1), both, new GlobalPool())
                .batch(20, 7)
                .check();
    }

    @Test
    void aFunctionOfElementsIsThatOfTheDoubleReading() {
        GraphCheck.of(
                        List.of(4, 5, 2),
                        convolution(3, List.of(3), List.of(1), List.of(-1), 1),
                        new Elementwise(new Elementwise.Options(Unary.LEAKY_RELU, List.of(0.2))),
                        new Elementwise(new Elementwise.Options(Unary.CLAMP, List.of(-0.5, 0.5))),
                        new GlobalPool())
                .batch(20, 7)
                .check();
        Elementwise clamp = new Elementwise(new Elementwise.Options(Unary.CLAMP, List.of(1.0)));
        assertThatThrownBy(() -> GraphCheck.of(List.of(4), clamp).check())
                .hasMessageContaining("clamp, which has 2 constants, and it was given [1.0]");
    }

    @Test
    void attentionSaysWhatDoesNotDivide() {
        Attention attention = new Attention(new Attention.Options(3, 2, true, 0, true, Initialisation.LECUN_NORMAL));
        assertThatThrownBy(() -> GraphCheck.of(List.of(4, 6), attention).check())
                .hasMessageContaining("6 features, 3 heads and 2 kvHeads do not divide");
    }

    private static Convolution convolution(
            int filters, List<Integer> kernel, List<Integer> stride, List<Integer> padding, int groups) {
        return new Convolution(new Convolution.Options(
                filters, kernel, stride, padding, List.of(1), groups, Activation.RELU, true, Initialisation.HE_NORMAL));
    }
}
