package org.espalier.core.guard;

import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.PluginOp;

/** Calls a loss. Whether what it built is a loss is seen where the graph is read. */
record LossGuard(Loss plugin, Calls calls) implements Loss, Guarded, GuardsOperations {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public Node build(GraphBuilder graph, Node output) {
        return calls.get("build", () -> plugin.build(graph, output));
    }

    @Override
    public PluginOp guard(PluginOp operation) {
        return new OperationGuard(operation, calls);
    }
}
