package org.espalier.testkit.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Aggregation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.ShapeMistake;
import org.espalier.core.trace.ModelTrace;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slices, joins, sums of features, and sums over neighbours against their double reading. */
class ShapesTest {
    private static Node dense(GraphBuilder graph, Node input, String name, int units) {
        return graph.linear(
                input, graph.weight(name, units, input.features(), Initialisation.LECUN_NORMAL), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.4})
    void slicesJoinsAndSumsHaveTheRightGradients(double density) {
        Layer layer = (graph, input) -> {
            Node wide = graph.activation(dense(graph, input, "a", 9), Activation.TANH);
            Node left = graph.slice(wide, 0, 4);
            Node right = graph.slice(wide, 3, 9);
            Node moved = graph.addByFeature(right, graph.vector("v", 6, 0.5));
            Node joined = graph.concat(List.of(right, left, moved));
            return graph.concat(List.of(graph.featureSum(joined), dense(graph, joined, "b", 2)));
        };
        for (int live : new int[] {1, 7, 20}) {
            GraphCheck.of(List.of(5), layer).density(density).batch(20, live).check();
        }
    }

    /** More links than have lanes at a time, behind a layer that asks for the gradient of its output. */
    @Test
    void aWideLayerOfSequencesHasTheRightGradients() {
        Layer layer = (graph, input) -> {
            Node wide = graph.activation(dense(graph, input, "a", 186), Activation.TANH);
            return dense(graph, dense(graph, wide, "b", 186), "c", 1);
        };
        GraphCheck.of(List.of(2, 1), layer).density(0.98).batch(16, 1).check();
    }

    @Test
    void shuffledPixelsHaveTheRightGradientsOnceAndTwiceRead() {
        Window window = Window.square(3, 1, 1, 1);
        Layer once = (graph, input) -> graph.convolution(
                graph.pixelShuffle(
                        graph.convolution(
                                input,
                                graph.kernel("a", 8, 2, window, Initialisation.HE_NORMAL),
                                Optional.empty(),
                                window,
                                1),
                        2),
                graph.kernel("b", 3, 2, window, Initialisation.HE_NORMAL),
                Optional.empty(),
                window,
                1);
        GraphCheck.of(List.of(3, 2, 2), once).batch(20, 7).check();
        Layer twice = (graph, input) -> {
            Node a = dense(graph, input, "a", 9);
            Node larger = graph.pixelShuffle(a, 3);
            return graph.concat(List.of(graph.flatten(larger), graph.flatten(a)));
        };
        GraphCheck.of(List.of(2, 3, 2), twice).batch(20, 20).check();
    }

    @Test
    void pixelsAreShuffledOfPicturesWithEnoughChannelsOnly() {
        refused(
                (graph, input) -> graph.pixelShuffle(input, 2),
                "takes a picture with a multiple of 4 channels, and [5] comes in");
    }

    @Test
    void theyWorkOnPicturesWithBorders() {
        Window window = Window.square(3, 1, 1, 1);
        Layer layer = (graph, input) -> {
            Node a = graph.convolution(
                    input, graph.kernel("a", 6, 2, window, Initialisation.HE_NORMAL), Optional.empty(), window, 1);
            Node joined = graph.concat(List.of(
                    graph.slice(a, 1, 4), graph.addByFeature(graph.featureSum(a), graph.vector("v", 1, 0.1)), input));
            return graph.convolution(
                    joined, graph.kernel("b", 3, 6, window, Initialisation.HE_NORMAL), Optional.empty(), window, 1);
        };
        GraphCheck.of(List.of(4, 3, 2), layer).batch(35, 33).check();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.4})
    void reductionsAndFactorsOfPositionsHaveTheRightGradients(double density) {
        Layer layer = (graph, input) -> {
            Node wide = graph.activation(dense(graph, input, "a", 9), Activation.TANH);
            Node factor = graph.pairwise(graph.featureMax(wide), graph.featureMean(wide), Pairwise.SUBTRACT);
            Node scaled = graph.multiplyByPosition(wide, factor);
            Node squared = graph.multiplyByPosition(factor, factor);
            return graph.concat(List.of(squared, dense(graph, scaled, "b", 2)));
        };
        for (int live : new int[] {1, 7, 20}) {
            GraphCheck.of(List.of(5), layer).density(density).batch(20, live).check();
        }
        GraphCheck.of(List.of(3, 2, 5), layer).density(density).batch(70, 67).check();
    }

    @Test
    void factorsAndWhatTheyScaleMayBeData() {
        Layer layer = (graph, input) -> {
            Node sizes = graph.featureMax(input);
            Node scaled = graph.multiplyByPosition(dense(graph, input, "a", 3), sizes);
            return graph.multiplyByPosition(input, graph.featureSum(scaled));
        };
        GraphCheck.of(List.of(5), layer).batch(20, 7).check();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void gradientsStopWhereTheyAreTold(boolean readAgain) {
        Layer layer = (graph, input) -> {
            Node a = graph.activation(dense(graph, input, "a", 4), Activation.TANH);
            Node b = graph.activation(dense(graph, a, "b", 4), Activation.TANH);
            Node constant = graph.stopGradient(b);
            Node moving = dense(graph, graph.multiply(a, constant), "c", 4);
            return readAgain ? graph.multiply(moving, b) : moving;
        };
        for (int live : new int[] {1, 7, 20}) {
            GraphCheck.of(List.of(5), layer).batch(20, live).check();
        }
    }

    @ParameterizedTest
    @EnumSource
    void neighboursAreAddedUp(Aggregation aggregation) {
        Layer layer = (graph, input) -> {
            Node hidden = graph.activation(graph.aggregate(dense(graph, input, "a", 7), aggregation), Activation.TANH);
            return graph.add(graph.aggregate(dense(graph, hidden, "b", 3), aggregation), dense(graph, hidden, "c", 3));
        };
        for (int examples : new int[] {20, 137}) {
            GraphCheck.of(List.of(4), layer).links(links(examples)).check();
            GraphCheck.of(List.of(4), layer).links(links(examples)).density(0.5).check();
        }
    }

    /** Some have no neighbour, some themselves, and not every link goes both ways. */
    private static ExampleGraph links(int examples) {
        int[][] rows = new int[examples][];
        for (int i = 0; i < examples; i++) {
            int row = i;
            rows[i] = IntStream.range(0, examples)
                    .filter(j -> row % 7 != 3 && (row * 31 + j * 17) % 11 == 0)
                    .toArray();
        }
        int[] starts = new int[examples + 1];
        for (int i = 0; i < examples; i++) {
            starts[i + 1] = starts[i] + rows[i].length;
        }
        return new ExampleGraph(
                starts,
                IntStream.range(0, examples).flatMap(i -> IntStream.of(rows[i])).toArray());
    }

    @Test
    void mistakesAreSaid() {
        refused((graph, input) -> graph.slice(input, 3, 6), "takes the features 3 to 5, and [5] comes in");
        refused(
                (graph, input) -> graph.aggregate(input, Aggregation.MEAN),
                "these data have no links between examples");
        refused((graph, input) -> graph.concat(List.of()), "joins nothing");
        refused(
                (graph, input) -> graph.multiplyByPosition(input, graph.slice(input, 0, 2)),
                "multiplies [5] by one feature at each position, and it was given [2]");
    }

    private static void refused(Layer layer, String message) {
        assertThatThrownBy(() -> new ModelTrace(List.of(5)).layer("it", layer))
                .isInstanceOf(ShapeMistake.class)
                .hasMessageContaining(message);
    }
}
