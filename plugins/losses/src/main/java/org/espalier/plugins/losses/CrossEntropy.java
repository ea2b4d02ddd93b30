package org.espalier.plugins.losses;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;

/** Softmax cross-entropy of the outputs, which are logits, with label smoothing. */
@Plugin(
        name = "cross-entropy",
        doc = "For classification: the model's last layer gives one logit for each class and has no activation.")
public final class CrossEntropy implements Loss {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Share of each label that is spread over all classes; 0.1 guards against overconfidence.",
                    byDefault = "0",
                    range = "[0, 1)")
            double smoothing) {
        public Options {
            if (!(smoothing >= 0 && smoothing < 1)) {
                throw new EspalierException("smoothing must be in [0, 1), was " + smoothing + ".");
            }
        }
    }

    @Inject
    public CrossEntropy(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node output) {
        return graph.crossEntropy(output, options.smoothing());
    }
}
