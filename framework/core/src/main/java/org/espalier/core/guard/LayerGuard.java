package org.espalier.core.guard;

import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.PluginOp;

/** Calls a layer. Whether what it built belongs to the graph is seen where the graph is traced. */
record LayerGuard(Layer plugin, Calls calls) implements Layer, Guarded, GuardsOperations {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return calls.get("build", () -> plugin.build(graph, input));
    }

    @Override
    public PluginOp guard(PluginOp operation) {
        return new OperationGuard(operation, calls);
    }
}
