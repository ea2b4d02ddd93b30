package org.espalier.api.border;

import java.util.List;
import org.espalier.api.graph.Node;

/**
 * One operation of a network.
 *
 * @param label for people: the layer and what is done, for example {@code conv1 convolution}; several steps may share one
 * @param operation what is done
 * @param inputs what it reads, in the order that {@link NetworkOperation} says
 * @param output what it gives; nodes are equal only when they are one
 */
public record NetworkStep(String label, NetworkOperation operation, List<Node> inputs, Node output) {
    public NetworkStep {
        inputs = List.copyOf(inputs);
    }
}
