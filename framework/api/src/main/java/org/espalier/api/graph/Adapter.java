package org.espalier.api.graph;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What is trained beside the weight of a layer, so that the weight itself can stay as it is. A recipe says it beside the layer:
 * {@code dense 'fc1', units: 300, adapt: lora(rank: 4)}.
 */
@ConsumerType
@PluginKind("adapt")
public interface Adapter {
    /**
     * Builds it, with parameters of its own; the names of the layer and of this kind stand before theirs, as in
     * {@code fc1.adapt.down}. With the first values of these parameters it gives the output as it was given.
     *
     * @param graph the operations
     * @param input what comes into the layer
     * @param output what the layer's product makes of it
     * @return as many features as the output has, at the same positions
     * @throws org.espalier.api.EspalierException when it cannot take these; the message says what it takes
     */
    Node build(GraphBuilder graph, Node input, Node output);
}
