package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** An activation by itself, for example after a sum. */
@Plugin(name = "activation", doc = "An activation of every feature, for example after a residual block.")
public final class ActivationLayer implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Which one.", byDefault = "relu") ActivationFunction of) {}

    @Inject
    public ActivationLayer(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return options.of().build(graph, input);
    }
}
