package org.espalier.api.graph;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** What training makes small. */
@ConsumerType
@PluginKind("loss")
public interface Loss {
    /**
     * Builds the loss.
     *
     * @param graph the operations
     * @param output the model's last layer, {@code [features][examples]}
     * @return a scalar
     */
    Node build(GraphBuilder graph, Node output);
}
