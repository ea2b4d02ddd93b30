package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Vector;

/** Batch normalisation (Ioffe and Szegedy, "Batch Normalization", ICML 2015), perhaps with an activation after it. */
@Plugin(
        name = "batch-norm",
        doc =
                "Brings each feature to mean 0 and deviation 1 over the batch, then scales and shifts it; evaluation uses running statistics.")
public final class BatchNorm implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "How much of the way to the batch's statistics the running ones go in a step.",
                    byDefault = "0.1",
                    range = "(0, 1]")
            double momentum,

            @Option(doc = "Added to the variance.", byDefault = "1e-5", range = "(0, 1]")
            double epsilon,

            @Option(doc = "What follows.", byDefault = "none")
            ActivationFunction activation) {}

    @Inject
    public BatchNorm(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        Vector scale = graph.vector("scale", input.features(), 1);
        Vector shift = graph.vector("shift", input.features(), 0);
        Node normal = graph.batchNorm(input, scale, shift, options.momentum(), options.epsilon());
        return options.activation().build(graph, normal);
    }
}
