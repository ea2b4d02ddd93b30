package org.espalier.core.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.espalier.api.MatrixShape;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Reading;
import org.espalier.core.graph.Value;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;

/**
 * The channels of a model: groups of features, of rows of parameters and of channels of weights, of which none can be
 * removed without the others (Fang et al., "DepGraph: Towards Any Structural Pruning", CVPR 2023). Groups are numbered in
 * the order of the model, so that equal models have equal numbers.
 */
public final class ChannelGraph {
    /** Where a group's number stands for what can never be removed. */
    public static final int FIXED = -1;

    private final Model model;
    private final Nodes nodes;
    private final int[] groups;
    private final List<List<Reading>> readings = new ArrayList<>();
    private final List<Set<String>> makers = new ArrayList<>();
    private final Map<Value, Long> readers;

    private ChannelGraph(Model model) {
        this.model = model;
        this.nodes = new Nodes(model);
        nodes.fix(model.input());
        nodes.fix(model.output());
        model.operations().forEach(operation -> operation.couple(nodes));
        this.groups = nodes.numbered();
        this.readers = model.operations().stream()
                .flatMap(operation -> operation.inputs().stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        int count = Arrays.stream(groups).max().orElse(FIXED) + 1;
        for (int g = 0; g < count; g++) {
            readings.add(new ArrayList<>());
            makers.add(new LinkedHashSet<>());
        }
        for (Reading reading : nodes.readings) {
            int group = group(reading.value(), reading.feature());
            if (group != FIXED) {
                readings.get(group).add(reading);
            }
        }
        model.weights().forEach(this::noteMaker);
    }

    private void noteMaker(WeightSpec weight) {
        for (int row = 0; row < weight.shape().rows(); row++) {
            noteMaker(rowGroup(weight.name(), row), weight);
        }
        if (nodes.tables.contains(weight.name())) {
            for (int channel = 0; channel < weight.shape().channels(); channel++) {
                noteMaker(channelGroup(weight.name(), channel), weight);
            }
        }
    }

    private void noteMaker(int group, WeightSpec weight) {
        if (group != FIXED) {
            makers.get(group).add(weight.layer());
        }
    }

    /** The channels of a model. */
    public static ChannelGraph of(Model model) {
        return new ChannelGraph(model);
    }

    public Model model() {
        return model;
    }

    /** How many groups can be removed, each by itself. */
    public int groups() {
        return readings.size();
    }

    /** The group of a feature, or {@link #FIXED}. */
    public int group(Value value, int feature) {
        return groups[nodes.node(value, feature)];
    }

    /** The group of a row of a weight, or of a number of a vector or a statistic; {@link #FIXED} when it has none. */
    public int rowGroup(String parameter, int row) {
        return groups[nodes.row(parameter, row)];
    }

    /**
     * How many rows of a weight, side by side, only go together, as those of a head of attention do; 1 when rows go one by one,
     * or not in equal blocks.
     */
    public int rowsOfHead(String weight) {
        int rows = rows(weight);
        int height = 1;
        while (height < rows && rowGroup(weight, height) == rowGroup(weight, 0)) {
            height++;
        }
        for (int row = 0; row < rows; row++) {
            boolean first = row % height == 0;
            boolean same = row > 0 && rowGroup(weight, row) == rowGroup(weight, row - 1);
            if (first == same || rowGroup(weight, row) == FIXED) {
                return 1;
            }
        }
        return rows % height == 0 ? height : 1;
    }

    private int rows(String weight) {
        return model.weights().stream()
                .filter(spec -> spec.name().equals(weight))
                .mapToInt(spec -> spec.shape().rows())
                .findFirst()
                .orElse(0);
    }

    /** The group of a channel of a weight, or {@link #FIXED}. */
    public int channelGroup(String weight, int channel) {
        return groups[nodes.channel(weight, channel)];
    }

    /** What takes what a feature that never changes adds to the rows of its reader; empty: nothing can exactly. */
    Optional<Taker> taker(Reading reading) {
        return reading.bias()
                .map(bias -> new Taker(bias, 1))
                .or(() -> reading.sums().filter(this::readOnce).map(nodes.takers::get));
    }

    /** Whether one operation reads a value; taps are only looked at. */
    private boolean readOnce(Value value) {
        return readers.getOrDefault(value, 0L) == 1 && !model.output().equals(value);
    }

    /** Where features of a group are used by others. */
    List<Reading> readings(int group) {
        return readings.get(group);
    }

    /** The layers whose weights make the features of a group. */
    Set<String> makers(int group) {
        return makers.get(group);
    }

    /** All values of the model. */
    Set<Value> values() {
        return nodes.values.keySet();
    }

    /**
     * Numbers that take what never changes, one for each feature.
     *
     * @param spec of a vector or a statistic
     * @param times 1 when they are added to features, -1 when they are subtracted
     */
    record Taker(ParameterSpec spec, int times) {}

    /** Sets of nodes that grow together: first all features, then all rows and channels; node 0 is what is fixed. */
    private static final class Nodes implements Coupling {
        private final Map<Value, Integer> values = new LinkedHashMap<>();
        private final Map<String, Integer> rows = new LinkedHashMap<>();
        private final Map<String, Integer> channels = new LinkedHashMap<>();
        private final List<Reading> readings = new ArrayList<>();
        private final Set<String> tables = new LinkedHashSet<>();
        private final Map<Value, Taker> takers = new HashMap<>();
        private final int features;
        private final int[] parents;
        private int count = 1;

        Nodes(Model model) {
            note(model.input());
            for (Operation operation : model.operations()) {
                operation.inputs().forEach(this::note);
                note(operation.output());
            }
            features = count;
            model.parameters().forEach(this::note);
            parents = new int[count];
            Arrays.setAll(parents, node -> node);
        }

        private void note(Value value) {
            if (values.putIfAbsent(value, count) == null) {
                count = Math.addExact(count, value.features());
            }
        }

        private void note(ParameterSpec spec) {
            rows.put(spec.name(), count);
            count = Math.addExact(
                    count,
                    switch (spec) {
                        case WeightSpec w -> w.shape().rows();
                        case VectorSpec v -> v.size();
                        case StatisticSpec s -> s.size();
                    });
            if (spec instanceof WeightSpec weight) {
                channels.put(spec.name(), count);
                count = Math.addExact(count, weight.shape().channels());
            }
        }

        int node(Value value, int feature) {
            return first(values, value) + feature;
        }

        int row(String parameter, int row) {
            return first(rows, parameter) + row;
        }

        int channel(String weight, int channel) {
            return first(channels, weight) + channel;
        }

        private static <K> int first(Map<K, Integer> places, K key) {
            Integer first = places.get(key);
            if (first == null) {
                throw new IllegalArgumentException(key + " is no part of this model");
            }
            return first;
        }

        private int root(int node) {
            int at = node;
            while (parents[at] != at) {
                parents[at] = parents[parents[at]];
                at = parents[at];
            }
            return at;
        }

        /** The lower node stands for both. */
        private void join(int a, int b) {
            int x = root(a);
            int y = root(b);
            parents[Math.max(x, y)] = Math.min(x, y);
        }

        /** The number of each node's group: those with features, in the order of their first. */
        int[] numbered() {
            int[] numbers = new int[parents.length];
            int next = 0;
            for (int node = 0; node < parents.length; node++) {
                int root = root(node);
                if (root < node) {
                    numbers[node] = numbers[root];
                } else {
                    numbers[node] = node == 0 || node >= features ? FIXED : next++;
                }
            }
            return numbers;
        }

        @Override
        public void fix(Value value) {
            for (int feature = 0; feature < value.features(); feature++) {
                join(0, node(value, feature));
            }
        }

        @Override
        public void tie(Value a, int feature, Value b, int other) {
            join(node(a, feature), node(b, other));
        }

        @Override
        public void row(String parameter, int row, Value value, int feature) {
            join(row(parameter, row), node(value, feature));
        }

        @Override
        public void column(MatrixShape table, int channel, Value value, int feature) {
            tables.add(table.name());
            join(channel(table.name(), channel), node(value, feature));
        }

        @Override
        public void shift(Value value, ParameterSpec numbers, int times) {
            takers.put(value, new Taker(numbers, times));
        }

        @Override
        public void read(Reading reading) {
            readings.add(reading);
            reading.weight()
                    .ifPresent(weight ->
                            join(channel(weight.name(), reading.channel()), node(reading.value(), reading.feature())));
        }
    }
}
