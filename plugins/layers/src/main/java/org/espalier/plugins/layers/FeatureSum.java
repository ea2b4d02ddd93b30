package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** The sum of all features of each position; after a product of two branches, their scalar product. */
@Plugin(
        name = "feature-sum",
        doc = "The sum of all features of each position; after a product of two branches, their scalar product.")
public final class FeatureSum implements Layer {
    @Inject
    public FeatureSum() {}

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.featureSum(input);
    }
}
