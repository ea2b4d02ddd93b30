package org.espalier.core.guard;

import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.PluginOp;

/** Calls an activation; what it builds has the shape of what came in. */
record ActivationGuard(ActivationFunction plugin, Calls calls)
        implements ActivationFunction, Guarded, GuardsOperations {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        Node output =
                GraphScope.within(graph, "", this::guard, () -> calls.get("build", () -> plugin.build(graph, input)));
        NodeShape.requireSame(calls, output, input, "an activation keeps the shape of what comes in");
        return output;
    }

    @Override
    public PluginOp guard(PluginOp operation) {
        return new OperationGuard(operation, calls);
    }
}
