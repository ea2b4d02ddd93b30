package org.espalier.core.train;

import org.espalier.core.graph.Model;
import org.espalier.core.model.Network;

/**
 * A network that is asked what it gives and never changes.
 *
 * @param model whose parameters the network holds
 */
public record FrozenNetwork(Model model, Network network) implements AutoCloseable {
    @Override
    public void close() {
        network.close();
    }
}
