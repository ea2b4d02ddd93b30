package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.border.TensorView;
import org.espalier.api.graph.Adapter;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.core.graph.Model;
import org.espalier.core.model.Network;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What every adapter keeps: the layer's shape, the layer itself until training begins, parameters of its own to train, and
 * gradients that are those of its values.
 */
public abstract class AdapterContract {
    private static final int INPUTS = 5;
    private static final int OUTPUTS = 7;
    private static final int EXAMPLES = 6;

    /** A fresh adapter; every call gives an equal one. */
    protected abstract Adapter adapter();

    @Test
    void anAdaptedLayerStartsAsTheLayerWithoutIt() {
        Map<String, double[]> first = firstValues();
        double[][] alone = made(first, AdapterContract::product);
        double[][] adapted = made(first, this::adapted);
        assertThat(adapted).hasDimensions(OUTPUTS, EXAMPLES);
        for (int f = 0; f < OUTPUTS; f++) {
            assertThat(adapted[f]).as("feature %s", f).containsExactly(alone[f]);
        }
    }

    @Test
    void bringsParametersThatMoveTheLayer() {
        Map<String, double[]> moved = firstValues();
        double[] base = moved.remove("layer.weight");
        assertThat(moved).as("parameters of the adapter").isNotEmpty();
        moved.forEach((name, values) -> {
            for (int k = 0; k < values.length; k++) {
                values[k] += RandomStream.ofSeed(7).fork(name).gaussian(k);
            }
        });
        moved.put("layer.weight", base);
        assertThat(Arrays.deepEquals(made(moved, this::adapted), made(moved, AdapterContract::product)))
                .as("with other parameters the layer is as it was")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"20, 20, 1", "20, 13, 0.6"})
    void gradientsAreThoseOfItsValues(int capacity, int live, double density) {
        Layer last = (graph, node) -> graph.linear(
                node, graph.weight("weight", 3, node.features(), Initialisation.HE_NORMAL), Optional.empty());
        GraphCheck.of(List.of(INPUTS), this::adapted, last)
                .density(density)
                .batch(capacity, live)
                .check();
    }

    private Node adapted(GraphBuilder graph, Node input) {
        return adapter().build(graph, input, product(graph, input));
    }

    private static Node product(GraphBuilder graph, Node input) {
        return graph.linear(input, graph.weight("weight", OUTPUTS, INPUTS, Initialisation.HE_NORMAL), Optional.empty());
    }

    /** What the engine starts the parameters of the adapted layer with. */
    private Map<String, double[]> firstValues() {
        ModelTrace trace = new ModelTrace(List.of(INPUTS));
        trace.layer("layer", this::adapted);
        Model model = trace.model();
        Map<String, double[]> values = new LinkedHashMap<>();
        try (Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(3))) {
            for (TensorView view : network.views()) {
                if (view instanceof TensorView.Dense dense) {
                    float[] stored = dense.values();
                    double[] copy = new double[stored.length];
                    for (int k = 0; k < copy.length; k++) {
                        copy[k] = stored[k];
                    }
                    values.put(dense.name(), copy);
                }
            }
        }
        return values;
    }

    private static double[][] made(Map<String, double[]> values, Layer layer) {
        double[][] in = new double[INPUTS][EXAMPLES];
        for (int f = 0; f < INPUTS; f++) {
            for (int e = 0; e < EXAMPLES; e++) {
                in[f][e] = RandomStream.ofSeed(2).fork(f).gaussian(e);
            }
        }
        return new PlainGraph(values)
                .layer("layer", layer, new PlainGraph.PlainNode(in))
                .values();
    }
}
