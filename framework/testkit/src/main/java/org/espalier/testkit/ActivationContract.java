package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every activation keeps: the shape of what comes in, each example by itself, and gradients that are those of its values. */
public abstract class ActivationContract {
    private static final int FEATURES = 11;
    private static final int EXAMPLES = 6;

    /** A fresh activation; every call gives an equal one. */
    protected abstract ActivationFunction activation();

    @Test
    void keepsFeaturesAndPositions() {
        for (List<Integer> grid : List.of(List.<Integer>of(), List.of(3), List.of(2, 3))) {
            int positions = grid.stream().reduce(1, Math::multiplyExact);
            PlainGraph.PlainNode in = new PlainGraph.PlainNode(drawn(EXAMPLES * positions), grid);
            PlainGraph.PlainNode out = built(in);
            assertThat(out.features()).as("features at %s", grid).isEqualTo(FEATURES);
            assertThat(out.grid()).isEqualTo(grid);
            assertThat(out.values()[0]).as("positions at %s", grid).hasSize(EXAMPLES * positions);
        }
    }

    @Test
    void anExampleDoesNotSeeTheOthers() {
        double[][] all = drawn(EXAMPLES);
        double[][] together = built(new PlainGraph.PlainNode(all)).values();
        for (int e = 0; e < EXAMPLES; e++) {
            double[][] one = new double[FEATURES][1];
            for (int f = 0; f < FEATURES; f++) {
                one[f][0] = all[f][e];
            }
            double[][] alone = built(new PlainGraph.PlainNode(one)).values();
            for (int f = 0; f < FEATURES; f++) {
                assertThat(alone[f][0]).as("feature %s of example %s", f, e).isEqualTo(together[f][e]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 20, 1", "20, 13, 0.5"})
    void gradientsAreThoseOfItsValues(int capacity, int live, double density) {
        GraphCheck.of(List.of(7), dense(FEATURES), (graph, node) -> activation().build(graph, node), dense(5))
                .density(density)
                .batch(capacity, live)
                .check();
    }

    @Test
    void gradientsAtThePositionsOfAPictureAreThoseOfItsValues() {
        Window window = Window.square(3, 1, 1, 1);
        Layer convolution = (graph, node) -> graph.convolution(
                node,
                graph.kernel("weight", 5, node.features(), window, Initialisation.HE_NORMAL),
                Optional.empty(),
                window,
                1);
        Layer activated = (graph, node) -> activation().build(graph, node);
        Layer last = (graph, node) -> dense(4).build(graph, graph.flatten(node));
        GraphCheck.of(List.of(4, 5, 2), convolution, activated, last)
                .batch(20, 17)
                .check();
    }

    private PlainGraph.PlainNode built(PlainGraph.PlainNode in) {
        return new PlainGraph().layer("layer", (graph, node) -> activation().build(graph, node), in);
    }

    private static Layer dense(int units) {
        return (graph, node) -> graph.linear(
                node, graph.weight("weight", units, node.features(), Initialisation.HE_NORMAL), Optional.empty());
    }

    private static double[][] drawn(int count) {
        double[][] values = new double[FEATURES][count];
        for (int f = 0; f < FEATURES; f++) {
            for (int p = 0; p < count; p++) {
                values[f][p] = RandomStream.ofSeed(2).fork(f).gaussian(p);
            }
        }
        return values;
    }
}
