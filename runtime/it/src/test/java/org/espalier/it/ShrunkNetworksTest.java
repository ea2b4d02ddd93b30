package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;
import org.espalier.api.loop.Optimizer;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.channel.ChannelCut;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.channel.IdleChannels;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarBackend;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.operation.AddPositions;
import org.espalier.core.operation.Dropout;
import org.espalier.core.operation.Embed;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Evaluation;
import org.espalier.core.train.ScheduledDial;
import org.espalier.core.train.TrainingData;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels set to zero at random are found in every kind of network, and without them it is smaller and the same. */
final class ShrunkNetworksTest {
    private static final Path RECIPES = Path.of("src/test/recipes/networks");

    /** Sums of floats in another order, through a few layers. */
    private static final double TOLERANCE = 1e-5;

    /** A channel is set to zero with this probability. */
    private static final double SHARE = 0.4;

    /** Steps before channels are set to zero, so that the optimizer keeps something. */
    private static final int BEFORE = 2;

    private static final int STEPS = 2;

    private static final ScheduledDial RATE = ScheduledDial.fixed(1e-3);

    /** Of what the optimizer keeps, as a share of the largest: a ReLU may pass an element in one of them only. */
    private static final double KEPT = 1e-2;

    /** Adam divides by the root of mean squares, and makes much of the rounding of gradients that should be zero. */
    private static final double EPSILON = 1e-3;

    @TempDir
    Path temp;

    static List<String> networks() throws IOException {
        return EveryNetworkTest.networks();
    }

    private static Networks networks(String name) {
        return Networks.of(RECIPES.resolve(name), Optional.empty());
    }

    /** The network as its first phase begins with it, with vectors that are not all the same. */
    private static Network network(Networks networks) {
        Network network = networks.network();
        Random random = new Random(5);
        for (DenseWeight vector : network.vectors()) {
            float[] values = NativeMemory.floats(vector.values(), vector.count());
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.2 * random.nextGaussian());
            }
            vector.set(values);
        }
        return network;
    }

    /** Sets everything to zero that makes some groups of channels. */
    private static void mask(ChannelGraph graph, Network network, BitSet groups) {
        Set<String> tables = new TreeSet<>();
        for (Operation operation : graph.model().operations()) {
            switch (operation) {
                case Embed embed -> tables.add(embed.table().name());
                case AddPositions add -> tables.add(add.table().name());
                default -> {
                    // makes its features with rows, or has no weight
                }
            }
        }
        for (TrainedWeight weight : network.weights()) {
            WeightStore store = weight.store();
            String name = store.shape().name();
            float[] values = NativeMemory.floats(store.values(), store.count());
            for (int row = 0; row < store.shape().rows(); row++) {
                for (int k = store.rowStart(row); k < store.rowStart(row + 1); k++) {
                    int made = tables.contains(name)
                            ? graph.channelGroup(name, store.column(k))
                            : graph.rowGroup(name, row);
                    if (made != ChannelGraph.FIXED && groups.get(made)) {
                        values[k] = 0;
                    }
                }
            }
            store.set(values);
        }
        for (DenseWeight vector : network.vectors()) {
            float[] values = NativeMemory.floats(vector.values(), vector.count());
            for (int i = 0; i < values.length; i++) {
                int made = graph.rowGroup(vector.shape().name(), i);
                values[i] = made != ChannelGraph.FIXED && groups.get(made) ? 0 : values[i];
            }
            vector.set(values);
        }
    }

    private static BitSet some(ChannelGraph graph) {
        Random random = new Random(11);
        BitSet groups = new BitSet();
        for (int group = 0; group < graph.groups(); group++) {
            groups.set(group, random.nextDouble() < SHARE);
        }
        return groups;
    }

    private static long parameters(Network network) {
        return network.parameters().stream().mapToLong(WeightStore::count).sum();
    }

    private long bytes(Network network) {
        Path file = temp.resolve("weights.safetensors");
        new SafetensorsFiles().write(file, network.views(), Map.of());
        return file.toFile().length();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void givesTheSameWithoutChannelsThatAddNothing(String name) {
        Networks networks = networks(name);
        Experiment experiment = networks.experiment();
        ChannelGraph graph = ChannelGraph.of(experiment.model());
        try (Network network = network(networks)) {
            BitSet masked = some(graph);
            assertThat(masked.cardinality()).isPositive();
            mask(graph, network, masked);
            float[] wanted = outputs(experiment, experiment.model(), network);
            double flops = network.flopsPerExample();
            IdleChannels idle = new IdleChannels(graph, network, 0, layer -> true);
            if (idle.stuck() == 0) {
                BitSet missed = (BitSet) masked.clone();
                missed.andNot(idle.groups());
                assertThat(missed.stream()).as("masked and not found").isEmpty();
            }
            idle.fold(idle.groups());
            ChannelCut cut = new ChannelCut(graph, idle.groups());
            try (Network smaller = cut.network(network)) {
                assertThat(parameters(smaller)).isLessThan(parameters(network));
                assertThat(bytes(smaller)).isLessThan(bytes(network));
                if (flops > 0) {
                    assertThat(smaller.flopsPerExample()).isLessThan(flops);
                }
                requireClose("outputs", outputs(experiment, cut.model(), smaller), wanted, TOLERANCE);
            }
        }
    }

    /**
     * One network holds its masked channels at zero after every step, the other loses those of them that add nothing, and holds
     * the rest at zero; both go on with what the optimizer kept before. A channel that is not masked stays, even if it never
     * changes, because training may change it.
     */
    @ParameterizedTest
    @MethodSource("networks")
    void trainsOnLikeTheMaskedNetwork(String name) {
        Networks networks = networks(name);
        Model model = quiet(networks.experiment().model());
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = network(networks)) {
            train(networks, model, network, "before", BEFORE, 0);
            BitSet masked = some(graph);
            mask(graph, network, masked);
            BitSet gone = new IdleChannels(graph, network, 0, layer -> true).groups();
            gone.and(masked);
            assertThat(gone.isEmpty()).isFalse();
            ChannelCut cut = new ChannelCut(graph, gone);
            ChannelGraph left = ChannelGraph.of(cut.model());
            BitSet held = left(graph, masked, gone);
            try (Network smaller = cut.network(network)) {
                for (int step = 0; step < STEPS; step++) {
                    train(networks, model, network, "step " + step, 1, BEFORE + step);
                    mask(graph, network, masked);
                    train(networks, cut.model(), smaller, "step " + step, 1, BEFORE + step);
                    mask(left, smaller, held);
                }
                try (Network wanted = cut.network(network)) {
                    for (int i = 0; i < wanted.stored().size(); i++) {
                        requireSame(smaller.stored().get(i), wanted.stored().get(i));
                    }
                }
            }
        }
    }

    /** The numbers that groups have when others are removed. */
    private static BitSet left(ChannelGraph graph, BitSet groups, BitSet removed) {
        BitSet left = new BitSet();
        int next = 0;
        for (int group = removed.nextClearBit(0); group < graph.groups(); group = removed.nextClearBit(group + 1)) {
            left.set(next++, groups.get(group));
        }
        return left;
    }

    /** Dropout draws by the places of features, which are others in the smaller network. */
    private static Model quiet(Model model) {
        List<Operation> operations = new ArrayList<>();
        for (Operation operation : model.operations()) {
            operations.add(
                    operation instanceof Dropout d
                            ? new Dropout(d.label(), d.input(), d.output(), d.stream(), 0)
                            : operation);
        }
        return new Model(model.input(), model.output(), operations, model.parameters(), model.taps());
    }

    private static void train(Networks networks, Model model, Network network, String stream, int steps, long made) {
        try (WorkerPool pool = new WorkerPool(2)) {
            Engine engine = new Engine("scalar", new ScalarBackend(), pool);
            TrainingData data = networks.experiment().data();
            Optimizer own = networks.optimizer();
            Optimizer optimizer =
                    own.slots().size() > 1 ? networks.optimizer("adamw", Map.of("epsilon", EPSILON)) : own;
            assertThat(networks.train(model, network, data, engine, optimizer, RATE, stream, steps, made)
                            .steps())
                    .isEqualTo(steps);
        }
    }

    private static void requireSame(WeightStore given, WeightStore wanted) {
        String name = wanted.shape().name();
        assertThat(given.shape()).isEqualTo(wanted.shape());
        assertThat(given.positions()).containsExactly(wanted.positions());
        assertThat(given.slots()).isEqualTo(wanted.slots());
        requireClose(name, floats(given, given.values()), floats(wanted, wanted.values()), TOLERANCE);
        for (int s = 0; s < wanted.slots(); s++) {
            float[] kept = floats(wanted, wanted.slot(s));
            double largest = 0;
            for (float value : kept) {
                largest = Math.max(largest, Math.abs(value));
            }
            requireClose(name + ", slot " + s, floats(given, given.slot(s)), kept, KEPT * Math.min(1, largest));
        }
    }

    private static float[] floats(WeightStore store, long address) {
        return NativeMemory.floats(address, store.count());
    }

    private static void requireClose(String what, float[] given, float[] wanted, double tolerance) {
        assertThat(given).as(what).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            double near = tolerance * Math.max(1, Math.abs(wanted[i]));
            assertThat(Math.abs(given[i] - wanted[i]))
                    .as("%s, value %d", what, i)
                    .isLessThanOrEqualTo((float) near);
        }
    }

    private static float[] outputs(Experiment experiment, Model model, Network network) {
        Collected collected = new Collected();
        try (WorkerPool pool = new WorkerPool(2);
                Evaluation evaluation = new Evaluation(
                        network,
                        model,
                        LossTrace.of(experiment.phases().getFirst().loss(), model),
                        new ScalarBackend().kernels(),
                        pool,
                        Map.of("outputs", collected))) {
            Examples examples = experiment.data().test().count() > 0
                    ? experiment.data().test()
                    : experiment.data().train();
            evaluation.measure(examples);
        }
        float[] all = new float[collected.outputs.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = collected.outputs.get(i);
        }
        return all;
    }

    /** Keeps every output of every example. */
    private static final class Collected implements Metric {
        private final List<Float> outputs = new ArrayList<>();

        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Accumulator start() {
            return new Accumulator() {
                @Override
                public void add(Predictions predictions) {
                    for (int example = 0; example < predictions.count(); example++) {
                        for (int output = 0; output < predictions.outputs(); output++) {
                            outputs.add(predictions.output(example, output));
                        }
                    }
                }

                @Override
                public double value() {
                    return outputs.size();
                }
            };
        }
    }
}
