package org.espalier.api.graph;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A layer of a model. A recipe says it by its name, with capitals for hyphens: {@code maxPool size: 2} is the layer
 * {@code max-pool}. The name a recipe gives to the layer stands before the names of its parameters.
 */
@ConsumerType
@PluginKind("layer")
public interface Layer {
    /**
     * Builds the layer, with parameters of its own. Called once for each use in a model.
     *
     * @param graph the operations
     * @param input what the layer before gives
     * @return what this layer gives
     * @throws org.espalier.api.EspalierException when the layer cannot take this input; the message says what it takes
     */
    Node build(GraphBuilder graph, Node input);
}
