package org.espalier.core.guard;

import java.util.function.UnaryOperator;
import org.espalier.api.graph.PluginOp;

/** Guards the operations a plugin brings into a graph. */
public interface GuardsOperations {
    /** What stands in the place of an operation. */
    PluginOp guard(PluginOp operation);

    /** How a part's operations are guarded: not at all when the part itself is not. */
    static UnaryOperator<PluginOp> of(Object part) {
        return part instanceof GuardsOperations guards ? guards::guard : UnaryOperator.identity();
    }
}
