package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** Adds a trained number to each feature. */
@Plugin(name = "offset", doc = "Adds a trained number to each feature.")
public final class Offset implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Where the numbers start, for example the mean of all targets.", byDefault = "0")
            double start) {}

    @Inject
    public Offset(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.addByFeature(input, graph.vector("offset", input.features(), options.start()));
    }
}
