package org.espalier.plugins.losses;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;

/** The cross-entropy of a sigmoid for each output, which is a logit; class labels are one-hot targets. */
@Plugin(
        name = "binary-cross-entropy",
        doc =
                "For yes-or-no questions, one for each output: targets are 0 or 1 (or between), and the model's last layer"
                        + " gives a logit for each and has no activation.")
public final class BinaryCrossEntropy implements Loss {
    @Inject
    public BinaryCrossEntropy() {}

    @Override
    public Node build(GraphBuilder graph, Node output) {
        return graph.binaryCrossEntropy(output);
    }
}
