package org.espalier.plugins.losses;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;

/**
 * How far the softmax of the outputs, which are logits, is from target probabilities (Kullback and Leibler, "On Information
 * and Sufficiency", 1951); class labels are one-hot targets.
 */
@Plugin(
        name = "kl-divergence",
        doc =
                "For targets that are probabilities: how far the softmax of the outputs is from them. The model's last layer"
                        + " gives a logit for each and has no activation.")
public final class KlDivergence implements Loss {
    @Inject
    public KlDivergence() {}

    @Override
    public Node build(GraphBuilder graph, Node output) {
        return graph.klDivergence(output);
    }
}
