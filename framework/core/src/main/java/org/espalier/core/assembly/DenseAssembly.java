package org.espalier.core.assembly;

import java.util.Optional;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.Adapter;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.Vector;
import org.espalier.api.graph.Weight;
import org.espalier.core.catalog.PartKind;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.Value;

/** Builds the language's own layer, whose parts may be plugins. */
record DenseAssembly(PluginFactory factory, PluginServices services) {
    /**
     * @param tied the weight it shares, if it has none of its own
     */
    Node build(LayerPlan.Dense dense, GraphBuilder graph, Node input, Optional<Weight> tied) {
        Weight weight = tied.orElseGet(() -> graph.weight(
                "weight", dense.units(), input.features(), part(PartKind.INIT, StartValues.class, dense.init())));
        Optional<Vector> bias = dense.bias() ? Optional.of(graph.vector("bias", dense.units(), 0)) : Optional.empty();
        Node product = graph.linear(input, weight, bias);
        Node adapted = part(PartKind.ADAPT, Adapter.class, dense.adapt()).build(graph, input, product);
        return part(PartKind.ACTIVATION, ActivationFunction.class, dense.activation())
                .build(graph, adapted);
    }

    private <T> T part(PartKind kind, Class<T> type, Value value) {
        return kind.part(type, value, use -> factory.create(type, use, services));
    }
}
