package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Unary;

/**
 * Logarithms of probabilities, {@code x_f - log Σ exp(x)}, and at least -87.3. Cross-entropy of them is that of what comes in, so a
 * network may end with it or without.
 */
@Plugin(name = "log-softmax", doc = "Makes the features of each position logarithms of probabilities.")
public final class LogSoftmax implements Layer {
    @Inject
    public LogSoftmax() {}

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.unary(graph.softmax(input, input.features()), Unary.LOG);
    }
}
