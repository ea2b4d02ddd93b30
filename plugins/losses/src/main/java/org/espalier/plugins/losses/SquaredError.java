package org.espalier.plugins.losses;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;

/** The mean squared difference of outputs and targets; class labels are one-hot targets. */
@Plugin(name = "squared-error", doc = "For regression: the mean squared difference between outputs and targets.")
public final class SquaredError implements Loss {
    @Inject
    public SquaredError() {}

    @Override
    public Node build(GraphBuilder graph, Node output) {
        return graph.squaredError(output);
    }
}
