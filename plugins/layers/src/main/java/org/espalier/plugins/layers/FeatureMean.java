package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** The mean of all features of each position. */
@Plugin(name = "feature-mean", doc = "The mean of all features of each position.")
public final class FeatureMean implements Layer {
    @Inject
    public FeatureMean() {}

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.featureMean(input);
    }
}
