package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** Normalisation by the root of the mean square (Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019). */
@Plugin(
        name = "rms-norm",
        doc = "Divides the features of each position by the root of their mean square, then scales them.")
public final class RmsNorm implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Added to the mean square.", byDefault = "1e-5", range = "(0, 1]")
            double epsilon) {}

    @Inject
    public RmsNorm(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.rmsNorm(input, graph.vector("scale", input.features(), 1), options.epsilon());
    }
}
