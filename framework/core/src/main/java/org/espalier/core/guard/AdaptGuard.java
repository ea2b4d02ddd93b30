package org.espalier.core.guard;

import org.espalier.api.graph.Adapter;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.PluginOp;

/** Calls an adapter; what it builds has the shape of the layer's own output. */
record AdaptGuard(Adapter plugin, Calls calls) implements Adapter, Guarded, GuardsOperations {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public Node build(GraphBuilder graph, Node input, Node output) {
        Node adapted = GraphScope.within(
                graph, "adapt", this::guard, () -> calls.get("build", () -> plugin.build(graph, input, output)));
        NodeShape.requireSame(calls, adapted, output, "an adapter keeps the shape of the layer's output");
        return adapted;
    }

    @Override
    public PluginOp guard(PluginOp operation) {
        return new OperationGuard(operation, calls);
    }
}
