package org.espalier.api.graph;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Decides which experts see a position, and how much each of them counts. */
@ConsumerType
@PluginKind("gate")
public interface Gate {
    /**
     * Most experts a position is sent to.
     *
     * @param experts how many there are, at least 2
     * @throws org.espalier.api.EspalierException when the gate cannot choose among so many; the message says what it takes
     */
    int routes(int experts);

    /**
     * Builds the gate, with parameters of its own.
     *
     * @param graph the operations
     * @param input what the experts will see
     * @param experts how many there are
     * @return for each position the weight of each expert, {@code [experts]} features; an expert whose weight is 0 does not see
     *     the position, and at most {@link #routes} are not 0
     */
    Node build(GraphBuilder graph, Node input, int experts);
}
