package org.espalier.api.border;

import java.util.List;
import org.espalier.api.graph.Node;

/**
 * A network as it computes when it is not trained: nothing is dropped, running statistics stand for those of a batch, and
 * what only training needs is left out.
 *
 * @param input one example
 * @param output what the last layer gives
 * @param steps in the order of computation; each reads the input or what a step before it gave, and what it gives is read by
 *     a later one or is the output
 */
public record NetworkView(Node input, Node output, List<NetworkStep> steps) {
    public NetworkView {
        steps = List.copyOf(steps);
    }
}
