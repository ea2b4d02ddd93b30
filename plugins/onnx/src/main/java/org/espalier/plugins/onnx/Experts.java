package org.espalier.plugins.onnx;

import java.util.List;
import java.util.Optional;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.graph.Node;

/**
 * Mixtures of experts. ONNX computes every expert at every position, {@code [experts, N * positions, features]}, and adds up what
 * the gates let through.
 */
final class Experts {
    private final GraphFile graph;
    private final Values values;
    private final Initialisers parameters;
    private final Elements elements;

    Experts(GraphFile graph, Values values, Initialisers parameters, Elements elements) {
        this.graph = graph;
        this.values = values;
        this.parameters = parameters;
        this.elements = elements;
    }

    /** All positions, once for all experts. */
    void dispatch(NetworkStep step) {
        String rows = rows(step.inputs().getFirst());
        put(step, graph.add("Unsqueeze", step.label(), List.of(rows, graph.longs(0))));
    }

    private String rows(Node node) {
        String name = values.get(node, Form.FEATURES_LAST);
        return Values.point(node) ? name : values.reshape(name, -1, node.features());
    }

    private void put(NetworkStep step, String name) {
        values.put(step.output(), Form.FEATURES_LAST, name);
    }

    void linear(NetworkStep step, List<NetworkOperation.Linear> experts) {
        String what = step.label();
        Node in = step.inputs().getFirst();
        int rows = step.output().features();
        Matrix weights = Matrix.stacked(experts.stream()
                .map(expert -> parameters.matrix(expert.weight()).transposed())
                .toList());
        String weight = parameters.write(what + "/weights", weights, experts.size(), in.features(), rows);
        String product = graph.add("MatMul", what, List.of(values.get(in, Form.FEATURES_LAST), weight));
        List<Matrix> biases = experts.stream()
                .map(NetworkOperation.Linear::bias)
                .flatMap(Optional::stream)
                .map(parameters::matrix)
                .toList();
        if (!biases.isEmpty()) {
            String bias = parameters.write(what + "/biases", Matrix.stacked(biases), experts.size(), 1, rows);
            product = graph.add("Add", what, List.of(product, bias));
        }
        put(step, elements.activation(what, product, experts.getFirst().activation()));
    }

    void combine(NetworkStep step) {
        String what = step.label();
        Node out = step.output();
        String each = values.get(step.inputs().getFirst(), Form.FEATURES_LAST);
        String gates =
                graph.add("Transpose", what, List.of(rows(step.inputs().getLast())), Attributes.wholes("perm", 1, 0));
        String factors = graph.add("Unsqueeze", what, List.of(gates, graph.longs(2)));
        String weighed = graph.add("Mul", what, List.of(each, factors));
        String sum = graph.add("ReduceSum", what, List.of(weighed, graph.longs(0)), Attributes.whole("keepdims", 0));
        put(step, Values.point(out) ? sum : values.reshape(sum, -1, Values.positions(out), out.features()));
    }
}
