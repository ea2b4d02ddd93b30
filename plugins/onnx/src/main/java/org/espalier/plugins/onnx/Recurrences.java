package org.espalier.plugins.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.border.NetworkView;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Recurrence;

/**
 * Recurrences. An operator of ONNX has the product of what comes in as well, so a product that nothing else reads becomes part
 * of it. Its gates stand in another order, and time comes before the examples: {@code [steps, N, features]}.
 */
final class Recurrences {
    private final GraphFile graph;
    private final Values values;
    private final Initialisers parameters;
    /** Products that recurrences take, by what they give. */
    private final Map<Node, NetworkStep> taken = new HashMap<>();

    Recurrences(NetworkView network, GraphFile graph, Values values, Initialisers parameters) {
        this.graph = graph;
        this.values = values;
        this.parameters = parameters;
        Map<Node, Integer> readers = new HashMap<>();
        network.steps().forEach(step -> step.inputs().forEach(in -> readers.merge(in, 1, Integer::sum)));
        Map<Node, NetworkStep> makers = new HashMap<>();
        network.steps().forEach(step -> makers.put(step.output(), step));
        for (NetworkStep step : network.steps()) {
            Node in = step.inputs().isEmpty() ? step.output() : step.inputs().getFirst();
            NetworkStep maker = makers.get(in);
            if (step.operation() instanceof NetworkOperation.Recur
                    && maker != null
                    && maker.operation() instanceof NetworkOperation.Linear linear
                    && linear.activation() == Activation.NONE
                    && readers.getOrDefault(in, 0) == 1) {
                taken.put(in, maker);
            }
        }
    }

    /** Whether a step is a product that belongs to a recurrence. */
    boolean takes(NetworkStep step) {
        return taken.containsKey(step.output());
    }

    void recur(NetworkStep step, NetworkOperation.Recur recur) {
        String what = step.label();
        Node given = step.inputs().getFirst();
        Optional<NetworkStep> product = Optional.ofNullable(taken.get(given));
        Node in = product.map(made -> made.inputs().getFirst()).orElse(given);
        int units = step.output().features();
        String perStep = graph.add(
                "Transpose", what, List.of(values.get(in, Form.FEATURES_LAST)), Attributes.wholes("perm", 1, 0, 2));
        List<String> outputs = new ArrayList<>(List.of(perStep));
        outputs.addAll(weights(recur, product, given.features(), in.features(), units));
        String all = run(what, recur.cell(), outputs, units);
        String one = graph.add("Squeeze", what, List.of(all, graph.longs(1)));
        values.put(
                step.output(),
                Form.FEATURES_LAST,
                graph.add("Transpose", what, List.of(one), Attributes.wholes("perm", 1, 0, 2)));
    }

    private String run(String what, Recurrence cell, List<String> inputs, int units) {
        return switch (cell) {
            case TANH ->
                graph.add(
                        "RNN",
                        what,
                        inputs,
                        Attributes.whole("hidden_size", units),
                        Attributes.texts("activations", "Tanh"));
            case RELU ->
                graph.add(
                        "RNN",
                        what,
                        inputs,
                        Attributes.whole("hidden_size", units),
                        Attributes.texts("activations", "Relu"));
            case GRU ->
                graph.add(
                        "GRU",
                        what,
                        inputs,
                        Attributes.whole("hidden_size", units),
                        Attributes.whole("linear_before_reset", 1));
            case LSTM -> graph.add("LSTM", what, inputs, Attributes.whole("hidden_size", units));
        };
    }

    /** Which of the engine's gates comes first, second and so on: ONNX has update, reset; and input, output, forget, cell. */
    private static int[] gates(Recurrence cell) {
        return switch (cell) {
            case TANH, RELU -> new int[] {0};
            case GRU -> new int[] {1, 0, 2};
            case LSTM -> new int[] {0, 3, 1, 2};
        };
    }

    /** The weight of what comes in, that of the units, and the biases of both. */
    private List<String> weights(
            NetworkOperation.Recur recur, Optional<NetworkStep> product, int rows, int features, int units) {
        int[] order = gates(recur.cell());
        Matrix input = Matrix.unit(rows);
        Optional<String> bias = Optional.empty();
        String name = recur.weight() + ".unit";
        if (product.isPresent() && product.get().operation() instanceof NetworkOperation.Linear linear) {
            input = parameters.matrix(linear.weight());
            bias = linear.bias();
            name = linear.weight();
        }
        List<String> weights = new ArrayList<>();
        weights.add(parameters.write(name, input.blocks(order), 1, rows, features));
        weights.add(parameters.write(
                recur.weight(), parameters.matrix(recur.weight()).blocks(order), 1, rows, units));
        if (bias.isPresent() || recur.bias().isPresent()) {
            float[] both = new float[2 * rows];
            bias.ifPresent(of -> System.arraycopy(ordered(of, order), 0, both, 0, rows));
            recur.bias().ifPresent(of -> System.arraycopy(ordered(of, order), 0, both, rows, rows));
            weights.add(graph.tensor(recur.weight() + ".biases", both, 1, 2L * rows));
        }
        return weights;
    }

    private float[] ordered(String vector, int[] order) {
        return parameters.matrix(vector).blocks(order).all();
    }
}
