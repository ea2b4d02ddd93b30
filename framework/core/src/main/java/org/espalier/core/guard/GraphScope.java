package org.espalier.core.guard;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.PluginOp;

/** A graph in which a part of a layer can be built under its own name and its own guard. */
public interface GraphScope {
    /**
     * Builds a part.
     *
     * @param name stands between the layer's name and those of the part's parameters; empty: the layer's alone does
     * @param operations stands before operations of the part's own
     */
    Node within(String name, UnaryOperator<PluginOp> operations, Supplier<Node> part);

    /** Builds a part of a layer; a graph that knows no scopes builds it as it is. */
    static Node within(GraphBuilder graph, String name, UnaryOperator<PluginOp> operations, Supplier<Node> part) {
        return graph instanceof GraphScope scope ? scope.within(name, operations, part) : part.get();
    }
}
