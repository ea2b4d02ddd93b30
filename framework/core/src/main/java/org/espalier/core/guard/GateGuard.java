package org.espalier.core.guard;

import org.espalier.api.graph.Gate;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.PluginOp;

/** Calls a gate. */
record GateGuard(Gate plugin, Calls calls) implements Gate, Guarded, GuardsOperations {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public int routes(int experts) {
        int routes = calls.get("routes", () -> plugin.routes(experts));
        if (routes < 1 || routes > experts) {
            throw PluginFault.wrong(
                    this, "gate", "routes", routes + "; a gate sends a position to 1 to " + experts + " experts.");
        }
        return routes;
    }

    @Override
    public Node build(GraphBuilder graph, Node input, int experts) {
        Node gates = calls.get("build", () -> plugin.build(graph, input, experts));
        if (gates.features() != experts) {
            throw PluginFault.wrong(
                    this,
                    "gate",
                    "build",
                    gates.features() + " features; a gate gives one weight for each of " + experts + " experts.");
        }
        return gates;
    }

    @Override
    public PluginOp guard(PluginOp operation) {
        return new OperationGuard(operation, calls);
    }
}
