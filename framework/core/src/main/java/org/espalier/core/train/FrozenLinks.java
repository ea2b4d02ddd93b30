package org.espalier.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.LinkMask;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.storage.WeightStore;

/**
 * Links that a phase leaves as they are: neither their values nor what is kept for them change, and they are never dropped.
 * Their gradients are 0 where those of all links are looked at together. An average of values is theirs from the beginning.
 */
final class FrozenLinks {
    private final Network network;
    private final LinkMask mask;
    private final Map<String, BitSet> stored = new HashMap<>();
    private final Map<String, BitSet> links = new HashMap<>();
    private final List<Held> held = new ArrayList<>();

    /**
     * @param mask links of weights of the network
     */
    FrozenLinks(Network network, LinkMask mask) {
        this.network = network;
        this.mask = mask;
        bind();
    }

    /** None of a network. */
    static FrozenLinks none(Network network) {
        return new FrozenLinks(network, new LinkMask(Map.of()));
    }

    /** Takes up weights whose storage changed, and forgets what was held. */
    void bind() {
        held.clear();
        for (TrainedWeight weight : network.weights()) {
            String name = weight.shape().name();
            if (mask.weights().contains(name)) {
                links.put(name, numbers(weight, weight.seen()));
                stored.put(name, weight.latent() ? numbers(weight, weight.store()) : links.get(name));
            }
        }
    }

    /** The numbers of those of the mask's links that are stored; both ascend. */
    private BitSet numbers(TrainedWeight weight, WeightStore store) {
        long[] wanted = mask.of(weight.shape().name());
        long[] there = store.positions();
        BitSet numbers = new BitSet();
        int next = 0;
        for (int k = 0; k < there.length && next < wanted.length; k++) {
            while (next < wanted.length && wanted[next] < there[k]) {
                next++;
            }
            if (next < wanted.length && there[k] == wanted[next]) {
                numbers.set(k);
            }
        }
        return numbers;
    }

    /**
     * Remembers values and slots as they are now.
     *
     * @throws EspalierException when a weight has not all links it is to keep
     */
    void hold() {
        held.clear();
        for (TrainedWeight weight : network.weights()) {
            int wanted = mask.of(weight.shape().name()).length;
            int missing = wanted - linksOf(weight).cardinality();
            if (missing > 0) {
                throw new EspalierException(missing + " of the " + wanted + " links of " + weight.layer()
                        + " that are to be frozen are not there: they went after the mask was made, or when this phase"
                        + " made the weight sparse.");
            }
            BitSet numbers = of(weight);
            if (!numbers.isEmpty()) {
                held.add(new Held(weight.store(), numbers.stream().toArray()));
            }
        }
    }

    /** By number of a stored value. */
    BitSet of(TrainedWeight weight) {
        return stored.getOrDefault(weight.shape().name(), new BitSet());
    }

    /** By number of a link that products read. */
    BitSet linksOf(TrainedWeight weight) {
        return links.getOrDefault(weight.shape().name(), new BitSet());
    }

    /** Their gradients count for nothing. */
    void clearGradients() {
        for (int i = 0; i < held.size(); i++) {
            held.get(i).clearGradients();
        }
    }

    /** Undoes what something else than the optimizer did to them. */
    void putBack() {
        for (int i = 0; i < held.size(); i++) {
            held.get(i).putBack();
        }
    }

    /** Those of a weight, as they were. */
    private final class Held {
        private final WeightStore store;
        private final int[] numbers;
        private final float[] values;
        private final float[][] slots;
        private final StagedValues staged;

        Held(WeightStore store, int... numbers) {
            this.store = store;
            this.numbers = numbers;
            this.values = read(store.values());
            this.slots = new float[store.slots()][];
            Arrays.setAll(slots, s -> read(store.slot(s)));
            this.staged = new StagedValues(store);
        }

        private float[] read(long address) {
            float[] read = new float[numbers.length];
            for (int i = 0; i < read.length; i++) {
                read[i] = NativeMemory.getFloat(address + 4L * numbers[i]);
            }
            return read;
        }

        void clearGradients() {
            for (int i = 0; i < numbers.length; i++) {
                NativeMemory.setFloat(store.gradient() + 4L * numbers[i], 0f);
            }
        }

        void putBack() {
            for (int s = 0; s < slots.length; s++) {
                for (int i = 0; i < numbers.length; i++) {
                    NativeMemory.setFloat(store.slot(s) + 4L * numbers[i], slots[s][i]);
                }
            }
            for (int i = 0; i < numbers.length; i++) {
                float now = NativeMemory.getFloat(store.values() + 4L * numbers[i]);
                if (Float.floatToRawIntBits(now) != Float.floatToRawIntBits(values[i])) {
                    staged.load(numbers[i], 1)[0] = values[i];
                    staged.store(numbers[i], 1);
                }
            }
        }
    }
}
