package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;

/**
 * At each position the largest features after another activation; the others become 0, in training and after it (Li et al., "The
 * Lazy Neuron Phenomenon: On Emergence of Activation Sparsity in Transformers", ICLR 2023). Of equal features the first are
 * kept; the gradient goes through those that are kept.
 */
@Plugin(
        name = "top-k",
        doc = "Keeps the largest features of each position after another activation, and makes the others 0.")
public final class TopKActivation implements ActivationFunction {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Share of the features that are kept, rounded to at least one.", range = "(0, 1]")
            double share,

            @Option(doc = "What comes before.", byDefault = "relu")
            ActivationFunction of) {}

    @Inject
    public TopKActivation(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        int kept = Math.max(1, (int) Math.rint(options.share() * input.features()));
        return graph.topK(options.of().build(graph, input), kept);
    }
}
