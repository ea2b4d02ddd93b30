package org.espalier.core.train;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.storage.SparseWeight;

/**
 * The share of positions that held a link at some time: the exploration rate of ITOP (Liu et al., "Do We Actually Need
 * Dense Over-Parameterization?", ICML 2021). One bit a position; weights with more positions than a bit set can hold are
 * left out.
 */
final class Exploration implements RunState {
    private final Map<String, BitSet> seen = new LinkedHashMap<>();
    private final Network network;

    Exploration(Network network) {
        this.network = network;
        network.weights().stream().filter(TrainedWeight::sparse).forEach(w -> note(w.layer()));
    }

    /** Takes down the links a layer has now. */
    void note(String layer) {
        SparseWeight weight = network.weightOf(layer).links();
        if (weight.shape().positions() > Integer.MAX_VALUE) {
            return;
        }
        BitSet bits = seen.computeIfAbsent(layer, l -> new BitSet());
        for (long position : weight.topology().positions()) {
            bits.set((int) position);
        }
    }

    /** Positions of a layer that have held a link. */
    BitSet held(String layer) {
        return seen.getOrDefault(layer, new BitSet());
    }

    @Override
    public String stateName() {
        return "exploration";
    }

    @Override
    public void save(StateWriter out) {
        seen.forEach((layer, bits) -> {
            long[] words = bits.toLongArray();
            int[] halves = new int[2 * words.length];
            for (int i = 0; i < words.length; i++) {
                halves[2 * i] = (int) words[i];
                halves[2 * i + 1] = (int) (words[i] >>> 32);
            }
            out.ints(layer, halves);
        });
    }

    @Override
    public void restore(StateReader in) {
        for (String layer : List.copyOf(seen.keySet())) {
            int[] halves = in.ints(layer);
            long[] words = new long[halves.length / 2];
            for (int i = 0; i < words.length; i++) {
                words[i] = (halves[2 * i] & 0xFFFFFFFFL) | (long) halves[2 * i + 1] << 32;
            }
            seen.put(layer, BitSet.valueOf(words));
        }
    }

    /** Over all sparse weights that are counted; 1 when there are none. */
    double rate() {
        long positions = seen.keySet().stream()
                .mapToLong(l -> network.weightOf(l).shape().positions())
                .sum();
        long explored = seen.values().stream().mapToLong(BitSet::cardinality).sum();
        return positions == 0 ? 1 : (double) explored / positions;
    }
}
