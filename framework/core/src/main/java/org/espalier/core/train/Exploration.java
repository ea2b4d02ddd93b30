package org.espalier.core.train;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.core.model.Network;
import org.espalier.core.storage.SparseWeight;

/**
 * The share of positions that held a link at some time: the exploration rate of ITOP (Liu et al., "Do We Actually Need
 * Dense Over-Parameterization?", ICML 2021). One bit a position; weights with more positions than a bit set can hold are
 * left out.
 */
final class Exploration {
    private final Map<String, BitSet> seen = new LinkedHashMap<>();
    private final Network network;

    Exploration(Network network) {
        this.network = network;
        network.layers().stream().filter(Network::sparse).forEach(l -> note(l.name()));
    }

    /** Takes down the links a layer has now. */
    void note(String layer) {
        SparseWeight weight = (SparseWeight) network.layer(layer).weight();
        if (weight.shape().positions() > Integer.MAX_VALUE) {
            return;
        }
        BitSet bits = seen.computeIfAbsent(layer, l -> new BitSet());
        for (long position : weight.topology().positions()) {
            bits.set((int) position);
        }
    }

    /** Over all sparse weights that are counted; 1 when there are none. */
    double rate() {
        long positions = seen.keySet().stream()
                .mapToLong(l -> network.layer(l).shape().positions())
                .sum();
        long explored = seen.values().stream().mapToLong(BitSet::cardinality).sum();
        return positions == 0 ? 1 : (double) explored / positions;
    }
}
