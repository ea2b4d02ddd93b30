package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Vector;

/** Layer normalisation (Ba, Kiros and Hinton, "Layer Normalization", 2016). */
@Plugin(
        name = "layer-norm",
        doc = "Brings the features of each position to mean 0 and deviation 1, then scales and shifts them.")
public final class LayerNorm implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Added to the variance.", byDefault = "1e-5", range = "(0, 1]")
            double epsilon,

            @Option(doc = "Whether each feature has a trained shift.", byDefault = "true")
            boolean shift) {}

    @Inject
    public LayerNorm(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        Vector scale = graph.vector("scale", input.features(), 1);
        Optional<Vector> shift =
                options.shift() ? Optional.of(graph.vector("shift", input.features(), 0)) : Optional.empty();
        return graph.layerNorm(input, scale, shift, options.epsilon());
    }
}
