package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** The largest feature of each position. */
@Plugin(name = "feature-max", doc = "The largest feature of each position.")
public final class FeatureMax implements Layer {
    @Inject
    public FeatureMax() {}

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.featureMax(input);
    }
}
