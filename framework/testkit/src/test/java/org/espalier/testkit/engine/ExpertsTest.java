package org.espalier.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.BalanceOver;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.core.graph.ShapeMistake;
import org.espalier.core.trace.ModelTrace;
import org.espalier.testkit.GraphCheck;
import org.espalier.testkit.PlainGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mixtures of experts against their double reading, in which every expert sees every position. */
class ExpertsTest {
    private static Node product(GraphBuilder graph, Node input, String name, int units) {
        return graph.linear(
                input,
                graph.weight(name + ".weight", units, input.features(), Initialisation.LECUN_NORMAL),
                Optional.of(graph.vector(name + ".bias", units, 0)));
    }

    private static Layer mixture(int experts, int routes, boolean renormalised) {
        return (graph, input) -> {
            Node logits = product(graph, input, "gate", experts);
            Node all = graph.softmax(logits, experts);
            Node gates = renormalised ? graph.softmax(logits, routes) : graph.topK(all, routes);
            graph.balance(all, gates, 0.3, BalanceOver.BATCH);
            return graph.experts(input, gates, routes, (g, x) -> {
                Node up = g.activation(product(g, x, "up", 7), Activation.GELU);
                return product(g, g.multiply(up, product(g, x, "beside", 7)), "down", 5);
            });
        };
    }

    @ParameterizedTest
    @CsvSource({"3, 1, false, 1", "3, 2, true, 1", "5, 2, false, 0.5", "2, 2, true, 0.5", "8, 3, true, 1"})
    void haveTheRightGradients(int experts, int routes, boolean renormalised, double density) {
        Layer before = (graph, input) -> graph.activation(product(graph, input, "first", 6), Activation.TANH);
        for (int live : new int[] {1, 17, 20}) {
            GraphCheck.of(List.of(4), before, mixture(experts, routes, renormalised))
                    .density(density)
                    .batch(20, live)
                    .check();
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 1, false, 1", "4, 2, true, 0.5"})
    void haveTheRightGradientsInSeveralBlocks(int experts, int routes, boolean renormalised, double density) {
        GraphCheck.of(List.of(3), mixture(experts, routes, renormalised))
                .density(density)
                .batch(150, 140)
                .check();
    }

    @Test
    void workOnEveryPositionOfASequence() {
        Layer tokens =
                (graph, input) -> graph.embedding(input, graph.weight("table", 9, 6, Initialisation.LECUN_NORMAL));
        GraphCheck.of(List.of(5), tokens, mixture(4, 2, true))
                .tokens(9)
                .labelled()
                .batch(20, 13)
                .check();
    }

    @Test
    void withRoomForSomeTheyHaveTheRightGradientsAtEveryPosition() {
        Layer limited = (graph, input) -> {
            Node gates = graph.softmax(product(graph, input, "gate", 4), 2);
            return graph.experts(input, graph.capacity(gates, 2, 0.8, 0), 2, (g, x) -> product(g, x, "up", 5));
        };
        GraphCheck.of(List.of(5, 3), limited).batch(70, 66).check();
    }

    @Test
    void byTokensTheyHaveTheRightGradientsInEitherFormOfTokens() {
        Layer tokens =
                (graph, input) -> graph.embedding(input, graph.weight("table", 9, 6, Initialisation.LECUN_NORMAL));
        Layer mixture = (graph, input) -> graph.experts(
                input,
                graph.byToken(input, "table", 3, 0, 1, 2, 2, 1, 0, 0, 2, 1),
                1,
                (g, x) -> product(g, x, "up", 5));
        for (List<Integer> shape : List.of(List.of(5), List.of(5, 1))) {
            GraphCheck.of(shape, tokens, mixture)
                    .tokens(9)
                    .labelled()
                    .batch(20, 13)
                    .check();
        }
    }

    @Test
    void theSoftmaxOfTwoIsThatOfThePaper() {
        PlainGraph.PlainNode logits = new PlainGraph.PlainNode(new double[][] {{2}, {1}, {0}, {-1}});
        assertThat(((PlainGraph.PlainNode) new PlainGraph().softmax(logits, 2)).values())
                .satisfies(y -> assertThat(y[0][0]).isBetween(0.7310, 0.7312))
                .satisfies(y -> assertThat(y[1][0]).isBetween(0.2688, 0.2690))
                .satisfies(y -> assertThat(y[2][0] + y[3][0]).isZero());
    }

    @Test
    void whatAnExpertCannotBeIsSaid() {
        refused(
                (graph, input) -> graph.experts(input, graph.softmax(input, 2), 2, (g, x) -> g.dropout(x, 0.1)),
                "dropout cannot be part of it");
        refused(
                (graph, input) -> graph.experts(input, graph.softmax(input, 2), 6, (g, x) -> x),
                "sends a position to 1 to 5 experts");
        refused(
                (graph, input) -> graph.experts(input, graph.softmax(input, 2), 2, (g, x) -> input),
                "gives what it was not given");
        refused(
                (graph, input) -> graph.byToken(graph.slice(input, 0, 3), "table", 2, 0, 1),
                "reads the token of each position, and the model takes");
    }

    private static void refused(Layer layer, String message) {
        assertThatThrownBy(() -> new ModelTrace(List.of(5)).layer("it", layer))
                .isInstanceOf(ShapeMistake.class)
                .hasMessageContaining(message);
    }
}
