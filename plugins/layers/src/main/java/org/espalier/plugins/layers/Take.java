package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** Some of the features of each position. */
@Plugin(name = "take", doc = "Some of the features that come in, one after the other.")
public final class Take implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "The first of them, from 0.", range = "[0, 1000000]")
            int from,

            @Option(doc = "How many.", byDefault = "1", range = "[1, 1000000]")
            int count) {}

    @Inject
    public Take(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.slice(input, options.from(), options.from() + options.count());
    }
}
