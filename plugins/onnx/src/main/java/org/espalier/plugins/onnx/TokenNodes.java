package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.border.NetworkView;
import org.espalier.api.graph.Node;

/** Which values are whole numbers: the input and parts of it, where nothing but tables is looked up by them. */
final class TokenNodes {
    private final NetworkView network;
    private final Set<Node> whole = new HashSet<>();

    TokenNodes(NetworkView network) {
        this.network = network;
        if (isWhole(network.input())) {
            take(network.input());
        }
    }

    TensorProto.DataType type(Node node) {
        return whole(node) ? TensorProto.DataType.INT64 : TensorProto.DataType.FLOAT;
    }

    boolean whole(Node node) {
        return whole.contains(node);
    }

    private boolean isWhole(Node node) {
        List<NetworkStep> readers = readers(node);
        return !node.equals(network.output())
                && !readers.isEmpty()
                && readers.stream()
                        .allMatch(step -> step.operation() instanceof NetworkOperation.Embedding
                                || passes(step.operation()) && isWhole(step.output()));
    }

    private void take(Node node) {
        whole.add(node);
        readers(node).stream().filter(step -> passes(step.operation())).forEach(step -> take(step.output()));
    }

    private List<NetworkStep> readers(Node node) {
        return network.steps().stream()
                .filter(step -> step.inputs().contains(node))
                .toList();
    }

    private static boolean passes(NetworkOperation operation) {
        return operation instanceof NetworkOperation.Slice || operation instanceof NetworkOperation.Flatten;
    }
}
