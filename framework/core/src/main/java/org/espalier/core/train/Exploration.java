package org.espalier.core.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.storage.SparseWeight;

/**
 * The share of positions that held a link at some time: the exploration rate of ITOP (Liu et al., "Do We Actually Need
 * Dense Over-Parameterization?", ICML 2021). Weights with more positions than a bit set can hold are left out.
 */
final class Exploration implements RunState {
    private final Map<String, HeldPositions> seen = new LinkedHashMap<>();
    private final Network network;

    Exploration(Network network) {
        this.network = network;
        network.weights().stream().filter(TrainedWeight::sparse).forEach(w -> note(w.layer()));
    }

    /** Takes down the links a layer has now. */
    void note(String layer) {
        SparseWeight weight = network.weightOf(layer).links();
        long positions = weight.shape().positions();
        if (positions <= Integer.MAX_VALUE) {
            seen.computeIfAbsent(layer, l -> new HeldPositions((int) positions))
                    .add(weight.topology().positions());
        }
    }

    /** Positions of a layer that have held a link. */
    HeldPositions held(String layer) {
        return seen.getOrDefault(layer, new HeldPositions(0));
    }

    @Override
    public String stateName() {
        return "exploration";
    }

    @Override
    public void save(StateWriter out) {
        seen.forEach((layer, held) -> held.save(layer, out));
    }

    @Override
    public void restore(StateReader in) {
        seen.forEach((layer, held) -> held.restore(layer, in));
    }

    /** Over all sparse weights that are counted; 1 when there are none. */
    double rate() {
        long positions = seen.keySet().stream()
                .mapToLong(l -> network.weightOf(l).shape().positions())
                .sum();
        long explored = seen.values().stream().mapToLong(HeldPositions::count).sum();
        return positions == 0 ? 1 : (double) explored / positions;
    }
}
