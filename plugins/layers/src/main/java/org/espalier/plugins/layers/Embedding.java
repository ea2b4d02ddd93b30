package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.StartValues;

/** The first layer of a model of tokens: each token number becomes the row of a trained table. */
@Plugin(
        name = "embedding",
        doc = "A trained row of numbers for each token; it takes token numbers and gives a sequence.")
public final class Embedding implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "How many tokens there are.", range = "[1, 16777216]")
            int vocabulary,

            @Option(doc = "Features of a token.", range = "[1, 1000000]")
            int width,

            @Option(doc = "How the first values are drawn.", byDefault = "small-normal")
            StartValues init) {}

    @Inject
    public Embedding(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.embedding(input, graph.weight("weight", options.vocabulary(), options.width(), options.init()));
    }
}
