package org.espalier.plugins.gates;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.testkit.PlainGraph;
import org.espalier.testkit.PlainGraph.PlainNode;

/** Mixtures with the gate of a test, and what the gate alone makes of features in plain double. */
final class Mixture {
    private Mixture() {}

    /** Small experts behind a gate. */
    static Layer of(Gate gate, int experts) {
        return (graph, input) -> {
            var gates = gate.build(graph, input, experts);
            return graph.experts(input, gates, gate.routes(experts), (inside, sent) -> {
                var weight = inside.weight("up.weight", 6, sent.features(), Initialisation.HE_NORMAL);
                return inside.activation(inside.linear(sent, weight, Optional.empty()), Activation.TANH);
            });
        };
    }

    /** A weight that makes logits of features. */
    static double[] identity(int size) {
        double[] identity = new double[size * size];
        for (int i = 0; i < size; i++) {
            identity[i * size + i] = 1;
        }
        return identity;
    }

    /** The weights of as many experts as there are features, at one position: {@code [experts][1]}. */
    static double[][] gates(Gate gate, Map<String, double[]> parameters, double... features) {
        return gates(gate, features.length, parameters, column(features));
    }

    /** The weights of experts: {@code [experts][positions]}. */
    static double[][] gates(Gate gate, int experts, Map<String, double[]> parameters, double[][] features) {
        return build(graph(parameters), gate, experts, features).values();
    }

    /** What the small experts behind the gate give: {@code [features][positions]}. */
    static double[][] outputs(Gate gate, int experts, Map<String, double[]> parameters, double[][] features) {
        return graph(parameters)
                .layer("moe", of(gate, experts), new PlainNode(features))
                .values();
    }

    /** What the gate adds to a loss of 0. */
    static double added(Gate gate, Map<String, double[]> parameters, double... features) {
        return added(gate, parameters, column(features));
    }

    /** What the gate adds to a loss of 0. */
    static double added(Gate gate, Map<String, double[]> parameters, double[][] features) {
        return added(gate, features.length, parameters, features);
    }

    /** What the gate of so many experts adds to a loss of 0. */
    static double added(Gate gate, int experts, Map<String, double[]> parameters, double[][] features) {
        double[][] nothing = new double[1][features[0].length];
        PlainGraph graph = graph(parameters).targets(nothing);
        build(graph, gate, experts, features);
        return PlainGraph.scalar(graph.squaredError(new PlainNode(nothing)));
    }

    private static double[][] column(double... features) {
        double[][] column = new double[features.length][1];
        for (int f = 0; f < features.length; f++) {
            column[f][0] = features[f];
        }
        return column;
    }

    private static PlainGraph graph(Map<String, double[]> parameters) {
        Map<String, double[]> named = new HashMap<>();
        parameters.forEach((name, values) -> named.put("moe." + name, values));
        return new PlainGraph(named, 0);
    }

    private static PlainNode build(PlainGraph graph, Gate gate, int experts, double[][] features) {
        return graph.layer("moe", (g, input) -> gate.build(g, input, experts), new PlainNode(features));
    }
}
