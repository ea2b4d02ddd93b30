package org.espalier.core.channel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.espalier.api.MatrixShape;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.model.Network;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;

/** A model without some of its groups of channels: the same operations on smaller values and parameters. */
public final class ChannelCut {
    private final ChannelGraph graph;
    private final BitSet removed;
    private final Model model;

    /**
     * @param removed numbers of groups
     * @throws IllegalArgumentException when there is no such group, or a value would have no feature left
     */
    public ChannelCut(ChannelGraph graph, BitSet removed) {
        if (removed.length() > graph.groups()) {
            throw new IllegalArgumentException("there is no group " + (removed.length() - 1) + " of channels among the "
                    + graph.groups() + " that can be removed");
        }
        this.graph = graph;
        this.removed = (BitSet) removed.clone();
        this.model = new Smaller().model();
    }

    /** The model without the groups. */
    public Model model() {
        return model;
    }

    /**
     * The network without the groups; values, statistics and slots of what stays are as they were.
     *
     * @param network of the whole model; it is not changed
     */
    public Network network(Network network) {
        return new NetworkSlices(this, graph.model()).of(network);
    }

    /** The rows of a parameter that stay, ascending. */
    int[] rows(String parameter, int all) {
        return kept(all, row -> graph.rowGroup(parameter, row));
    }

    /** The channels of a weight that stay, ascending. */
    int[] channels(String weight, int all) {
        return kept(all, channel -> graph.channelGroup(weight, channel));
    }

    private int[] kept(int all, IntUnaryOperator group) {
        return IntStream.range(0, all).filter(i -> stays(group.applyAsInt(i))).toArray();
    }

    private boolean stays(int group) {
        return group == ChannelGraph.FIXED || !removed.get(group);
    }

    /** What everything has become. */
    private final class Smaller implements Resizing {
        private final Map<Value, Value> values = new HashMap<>();

        Model model() {
            graph.values().forEach(this::value);
            List<Operation> operations = new ArrayList<>();
            graph.model().operations().forEach(operation -> operations.add(operation.resized(this)));
            List<ParameterSpec> parameters =
                    graph.model().parameters().stream().map(this::resized).toList();
            Map<String, Value> taps = new LinkedHashMap<>();
            graph.model().taps().forEach((name, tap) -> taps.put(name, value(tap)));
            return new Model(graph.model().input(), value(graph.model().output()), operations, parameters, taps);
        }

        private ParameterSpec resized(ParameterSpec spec) {
            return switch (spec) {
                case VectorSpec v -> vector(v);
                case StatisticSpec s -> statistic(s);
                case WeightSpec w -> w.resized(weight(w.shape()));
            };
        }

        @Override
        public Value value(Value before) {
            return values.computeIfAbsent(before, this::smaller);
        }

        private Value smaller(Value before) {
            int features = index(before, before.features());
            if (features == 0) {
                throw new IllegalArgumentException("nothing would be left of " + before);
            }
            return features == before.features()
                    ? before
                    : new Value(before.label(), features, before.positions(), before.trained());
        }

        @Override
        public int index(Value before, int feature) {
            return kept(feature, i -> graph.group(before, i)).length;
        }

        @Override
        public MatrixShape weight(MatrixShape before) {
            int channels = channels(before.name(), before.channels()).length;
            return new MatrixShape(
                    before.name(),
                    rows(before.name(), before.rows()).length,
                    channels * before.taps(),
                    before.kernel());
        }

        @Override
        public VectorSpec vector(VectorSpec before) {
            return new VectorSpec(before.name(), rows(before.name(), before.size()).length, before.start());
        }

        @Override
        public StatisticSpec statistic(StatisticSpec before) {
            int size = rows(before.name(), before.size()).length;
            return size == before.size()
                    ? before
                    : new StatisticSpec(before.name(), size, before.start(), before.momentum());
        }
    }
}
