package org.espalier.testkit.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Unary;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.ShapeMistake;
import org.espalier.core.trace.ModelTrace;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions of elements against their double reading. */
class FunctionsTest {
    private static Node dense(GraphBuilder graph, Node input, String name, int units) {
        return graph.linear(
                input, graph.weight(name, units, input.features(), Initialisation.LECUN_NORMAL), Optional.empty());
    }

    /**
     * Numbers from -1 to 1, none of them 0, and for functions with a pole at 0 from 0.5 to 2.5, and 0 where there is no
     * example.
     */
    private static Node input(GraphBuilder graph, Node input, String name, boolean pole) {
        Node product = graph.addByFeature(dense(graph, input, name, 7), graph.vector(name + ".bias", 7, 0.1));
        Node around = graph.activation(product, Activation.TANH);
        return pole ? graph.unary(around, Unary.SHIFT, 1.5) : around;
    }

    private static double[] constants(Unary function) {
        return switch (function.constants()) {
            case 2 -> new double[] {-0.3, 0.6};
            case 1 -> new double[] {0.25};
            default -> new double[0];
        };
    }

    @ParameterizedTest
    @EnumSource
    void functionsHaveTheRightGradients(Unary function) {
        boolean pole = switch (function) {
            case SQRT, RECIPROCAL, LOG -> true;
            case ABS, SQUARE, EXP, CLAMP, SCALE, SHIFT, LEAKY_RELU -> false;
        };
        Layer layer = (graph, in) -> {
            Node x = input(graph, in, "a", pole);
            Node y = graph.unary(x, function, constants(function));
            return dense(graph, graph.concat(List.of(x, y)), "b", 3);
        };
        for (int live : new int[] {1, 7, 20}) {
            GraphCheck.of(List.of(5), layer).batch(20, live).check();
        }
        GraphCheck.of(List.of(5), layer).density(0.5).batch(150, 133).check();
    }

    @ParameterizedTest
    @EnumSource
    void functionsOfTwoHaveTheRightGradients(Pairwise function) {
        Layer layer = (graph, in) -> {
            Node a = input(graph, in, "a", false);
            Node b = input(graph, in, "b", true);
            Node y = graph.pairwise(a, b, function);
            return dense(graph, graph.concat(List.of(b, y, graph.pairwise(y, y, function))), "c", 3);
        };
        for (int live : new int[] {1, 7, 20}) {
            GraphCheck.of(List.of(5), layer).batch(20, live).check();
        }
        GraphCheck.of(List.of(5), layer).density(0.5).batch(150, 133).check();
    }

    @Test
    void theyWorkOnPicturesWithBorders() {
        Window window = Window.square(3, 1, 1, 1);
        Layer layer = (graph, input) -> {
            Node a = graph.convolution(
                    input, graph.kernel("a", 3, 2, window, Initialisation.HE_NORMAL), Optional.empty(), window, 1);
            Node b = graph.unary(graph.unary(a, Unary.SQUARE), Unary.SHIFT, 0.5);
            Node joined = graph.pairwise(graph.pairwise(a, b, Pairwise.DIVIDE), input(graph, a), Pairwise.SUBTRACT);
            return graph.convolution(
                    joined, graph.kernel("b", 2, 3, window, Initialisation.HE_NORMAL), Optional.empty(), window, 1);
        };
        GraphCheck.of(List.of(4, 3, 2), layer).batch(35, 33).check();
    }

    private static Node input(GraphBuilder graph, Node pictures) {
        return graph.unary(graph.unary(pictures, Unary.ABS), Unary.CLAMP, 0.2, 1.1);
    }

    /** The data are not computed, so there is no gradient to be passed on to them. */
    @Test
    void theyTakeData() {
        Layer layer = (graph, input) -> {
            Node size = graph.unary(input, Unary.ABS);
            Node larger = graph.pairwise(dense(graph, size, "a", 5), size, Pairwise.MAXIMUM);
            return dense(graph, graph.pairwise(larger, larger, Pairwise.MINIMUM), "b", 2);
        };
        GraphCheck.of(List.of(5), layer).batch(20, 7).check();
    }

    @Test
    void mistakesAreSaid() {
        refused(
                (graph, input) -> graph.unary(input, Unary.CLAMP, 1),
                "applies clamp, which has 2 constants, and it was given [1.0]");
        refused((graph, input) -> graph.unary(input, Unary.CLAMP, 2, 1), "from a number to a larger one");
        refused((graph, input) -> graph.unary(input, Unary.SCALE, Double.NaN), "with finite constants");
        refused(
                (graph, input) -> graph.pairwise(input, graph.slice(input, 0, 2), Pairwise.MINIMUM),
                "applies minimum to two values of one shape, and these are [5] and [2]");
    }

    private static void refused(Layer layer, String message) {
        assertThatThrownBy(() -> new ModelTrace(List.of(5)).layer("it", layer))
                .isInstanceOf(ShapeMistake.class)
                .hasMessageContaining(message);
    }
}
