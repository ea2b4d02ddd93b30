package org.espalier.core.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.espalier.api.graph.Activation;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Value;
import org.espalier.core.operation.Activate;
import org.espalier.core.operation.Product;

/** Lets products apply the ReLU that follows them, where nobody else reads what comes before it. */
final class ReluFusion {
    private ReluFusion() {}

    /**
     * @param kept values that must stay
     */
    static List<Operation> fuse(List<Operation> operations, Set<Value> kept) {
        List<Operation> fused = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation instanceof Activate relu
                    && relu.activation() == Activation.RELU
                    && !fused.isEmpty()
                    && fused.getLast() instanceof Product product
                    && product.output() == relu.input()
                    && !kept.contains(product.output())
                    && readers(operations, relu.input()) == 1) {
                fused.set(fused.size() - 1, product.withRelu(relu.output()));
            } else {
                fused.add(operation);
            }
        }
        return fused;
    }

    private static long readers(List<Operation> operations, Value value) {
        return operations.stream()
                .flatMap(o -> o.inputs().stream())
                .filter(in -> in == value)
                .count();
    }
}
