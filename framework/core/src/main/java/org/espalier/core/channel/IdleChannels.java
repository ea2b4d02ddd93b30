package org.espalier.core.channel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.espalier.api.MatrixShape;
import org.espalier.core.graph.Reading;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.storage.WeightStore;

/**
 * Groups of channels that add nothing to a network: because what they give is zero, because nothing reads them, or because
 * they never change and something behind them can take what they add. Without them the network computes the same outside of training.
 */
public final class IdleChannels {
    private final ChannelGraph graph;
    private final Network network;
    private final KnownConstants constants;
    private final BitSet eligible = new BitSet();
    private final BitSet idle = new BitSet();
    private Map<String, BitSet> loud = Map.of();

    /**
     * @param below a filter, a column of a table, or a scale counts as zero when its norm is less than so much of the
     *     largest of its parameter; 0: only what is exactly zero does
     * @param layers which layers may lose channels; a channel that several make stays when one of them may not
     */
    public IdleChannels(ChannelGraph graph, Network network, double below, Predicate<String> layers) {
        this.graph = graph;
        this.network = network;
        this.constants = KnownConstants.of(graph.model(), network, below);
        for (int group = 0; group < graph.groups(); group++) {
            eligible.set(group, graph.makers(group).stream().allMatch(layers));
        }
        do {
            find();
        } while (spareTheLast());
    }

    /** The numbers of the groups. At least one feature of every value is in none of them. */
    public BitSet groups() {
        return (BitSet) idle.clone();
    }

    /** How many groups never change, but stay because they add something that nothing can take exactly. */
    public int stuck() {
        int stuck = 0;
        for (int group = eligible.nextSetBit(0); group >= 0; group = eligible.nextSetBit(group + 1)) {
            if (!idle.get(group)
                    && graph.readings(group).stream().allMatch(r -> addsNothing(r) || !Float.isNaN(constant(r)))
                    && !graph.readings(group).stream().allMatch(this::harmless)) {
                stuck++;
            }
        }
        return stuck;
    }

    /** How many groups never change, and take with them what they add, because nothing can take it exactly. */
    public int lost(BitSet removed) {
        loud = heard(removed);
        int lost = 0;
        for (int group = removed.nextSetBit(0); group >= 0; group = removed.nextSetBit(group + 1)) {
            if (graph.readings(group).stream().anyMatch(r -> !Float.isNaN(constant(r)) && !harmless(r))) {
                lost++;
            }
        }
        loud = heard(idle);
        return lost;
    }

    /**
     * Hands over what groups that never change add, to biases or whatever else can take it exactly, so that they can be removed.
     * What others add is lost with them.
     *
     * @param removed idle groups, or others
     */
    public void fold(BitSet removed) {
        for (int group = removed.nextSetBit(0); group >= 0; group = removed.nextSetBit(group + 1)) {
            for (Reading reading : graph.readings(group)) {
                float constant = constant(reading);
                if (!addsNothing(reading) && !Float.isNaN(constant)) {
                    reading.weight()
                            .ifPresent(weight -> graph.taker(reading)
                                    .ifPresent(taker -> fold(weight, reading.channel(), taker, constant)));
                }
            }
        }
    }

    /** What a feature that never changes adds to the rows of a weight goes to who takes it. */
    private void fold(MatrixShape shape, int channel, ChannelGraph.Taker taker, float constant) {
        WeightStore weight = network.weight(shape.name()).seen();
        long numbers = network.numbers(taker.spec()).values();
        for (int row = 0; row < shape.rows(); row++) {
            double sum = NativeMemory.getFloat(numbers + 4L * row);
            for (int k = weight.rowStart(row); k < weight.rowStart(row + 1); k++) {
                if (weight.column(k) / shape.taps() == channel) {
                    sum += taker.times() * (double) NativeMemory.getFloat(weight.values() + 4L * k) * constant;
                }
            }
            NativeMemory.setFloat(numbers + 4L * row, (float) sum);
        }
    }

    /** A group that only idle ones read is idle as well, so it takes several rounds. */
    private void find() {
        idle.clear();
        boolean found = true;
        while (found) {
            found = false;
            loud = heard(idle);
            for (int group = eligible.nextSetBit(0); group >= 0; group = eligible.nextSetBit(group + 1)) {
                if (!idle.get(group) && graph.readings(group).stream().allMatch(this::harmless)) {
                    idle.set(group);
                    found = true;
                }
            }
        }
        loud = heard(idle);
    }

    /** The first feature of a value that would have none stays; whether there was such a value. */
    private boolean spareTheLast() {
        List<Integer> spared = new ArrayList<>();
        for (Value value : graph.values()) {
            boolean left = false;
            for (int feature = 0; feature < value.features() && !left; feature++) {
                int group = graph.group(value, feature);
                left = group == ChannelGraph.FIXED || !idle.get(group);
            }
            if (!left) {
                spared.add(graph.group(value, 0));
            }
        }
        spared.forEach(eligible::clear);
        return !spared.isEmpty();
    }

    private float constant(Reading reading) {
        return constants.of(reading.value(), reading.feature());
    }

    private boolean harmless(Reading reading) {
        return addsNothing(reading)
                || !Float.isNaN(constant(reading)) && graph.taker(reading).isPresent();
    }

    private boolean addsNothing(Reading reading) {
        return constant(reading) == 0
                || reading.weight().isPresent() && !heard(reading.weight().get(), reading.channel());
    }

    private boolean heard(MatrixShape weight, int channel) {
        BitSet channels = loud.get(weight.name());
        return channels != null && channels.get(channel);
    }

    /** The channels that rows of other groups read which stay. */
    private Map<String, BitSet> heard(BitSet gone) {
        Map<String, BitSet> heard = new HashMap<>();
        for (var spec : graph.model().weights()) {
            WeightStore store = network.weight(spec.name()).seen();
            BitSet channels = new BitSet();
            for (int row = 0; row < spec.shape().rows(); row++) {
                int reader = graph.rowGroup(spec.name(), row);
                if (reader != ChannelGraph.FIXED && gone.get(reader)) {
                    continue;
                }
                for (int k = store.rowStart(row); k < store.rowStart(row + 1); k++) {
                    int channel = store.column(k) / spec.shape().taps();
                    boolean own = reader != ChannelGraph.FIXED && graph.channelGroup(spec.name(), channel) == reader;
                    if (!own && NativeMemory.getFloat(store.values() + 4L * k) != 0) {
                        channels.set(channel);
                    }
                }
            }
            heard.put(spec.name(), channels);
        }
        return heard;
    }
}
