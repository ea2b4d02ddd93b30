package org.espalier.api.graph;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What follows a layer's products. A recipe says it beside a layer, by a word or as a plugin: {@code activation: 'relu'},
 * {@code activation: topK(share: 0.1)}.
 */
@ConsumerType
@PluginKind("activation")
public interface ActivationFunction {
    /**
     * Builds it. Called once for each use in a model.
     *
     * @param graph the operations
     * @param input what the layer made
     * @return as many features at the same positions
     * @throws org.espalier.api.EspalierException when it cannot take this input; the message says what it takes
     */
    Node build(GraphBuilder graph, Node input);
}
