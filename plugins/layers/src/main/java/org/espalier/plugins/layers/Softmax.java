package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** Features as probabilities, {@code exp(x_f) / Σ exp(x)}. A network that learns by cross-entropy ends before it. */
@Plugin(name = "softmax", doc = "Makes the features of each position probabilities that add up to 1.")
public final class Softmax implements Layer {
    @Inject
    public Softmax() {}

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.softmax(input, input.features());
    }
}
