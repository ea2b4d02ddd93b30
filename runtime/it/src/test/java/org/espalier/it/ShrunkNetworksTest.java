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
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;
import org.espalier.api.border.TensorView;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.channel.ChannelCut;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.channel.IdleChannels;
import org.espalier.core.files.DataFolders;
import org.espalier.core.files.Downloader;
import org.espalier.core.files.PublicDataFiles;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarBackend;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.operation.AddPositions;
import org.espalier.core.operation.Embed;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.train.CheckpointSink;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Evaluation;
import org.espalier.core.train.Inherited;
import org.espalier.core.train.PhaseRun;
import org.espalier.core.train.PhaseSpec;
import org.espalier.embed.Espalier;
import org.espalier.embed.GuicePluginFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels set to zero at random are found in every kind of network, and without them it is smaller and the same. */
final class ShrunkNetworksTest {
    private static final Path RECIPES = Path.of("src/test/recipes/networks");

    /** Sums of floats in another order, through a few layers. */
    private static final double TOLERANCE = 1e-5;

    /** The same after some steps of training. */
    private static final double TRAINED = 1e-4;

    /** A channel is set to zero with this probability. */
    private static final double SHARE = 0.4;

    private static final int STEPS = 12;

    static List<String> networks() throws IOException {
        return EveryNetworkTest.networks();
    }

    private static Experiment experiment(String network) {
        try (Espalier espalier = Espalier.builder().build()) {
            RecipePlan plan = espalier.compile(RECIPES.resolve(network), Map.of());
            PluginServices services = PluginServices.of(
                            use -> {
                                throw new IllegalStateException("no schedule stands here");
                            },
                            plan.folder().orElse(Path.of("")))
                    .with(
                            DataFiles.class,
                            new PublicDataFiles(
                                    new DataFolders(Optional.empty(), Path.of("target")), ShrunkNetworksTest::none));
            return Experiment.assemble(plan, espalier.catalog(), new GuicePluginFactory(espalier.catalog()), services);
        }
    }

    private static Downloader none() {
        throw new IllegalStateException("these data are drawn");
    }

    /** The network as its first phase begins with it, with vectors that are not all the same. */
    private static Network network(Experiment experiment) {
        Network network = experiment.network();
        experiment.enter(experiment.phases().getFirst(), network);
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

    @ParameterizedTest
    @MethodSource("networks")
    void givesTheSameWithoutChannelsThatAddNothing(String name) {
        Experiment experiment = experiment(name);
        ChannelGraph graph = ChannelGraph.of(experiment.model());
        try (Network network = network(experiment)) {
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
                if (flops > 0) {
                    assertThat(smaller.flopsPerExample()).isLessThan(flops);
                }
                requireClose(outputs(experiment, cut.model(), smaller), wanted, TOLERANCE);
            }
        }
    }

    /** Behind a ReLU a channel that gives zero gets no gradient, so that the masked network keeps it at zero by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"lenet.groovy", "resnet.groovy", "latent.groovy"})
    void trainsOnLikeTheMaskedNetwork(String name) {
        Experiment experiment = experiment(name);
        ChannelGraph graph = ChannelGraph.of(experiment.model());
        try (Network network = network(experiment)) {
            mask(graph, network, some(graph));
            BitSet idle = new IdleChannels(graph, network, 0, layer -> true).groups();
            assertThat(idle.cardinality()).isPositive();
            ChannelCut cut = new ChannelCut(graph, idle);
            try (Network smaller = cut.network(network)) {
                train(experiment, experiment.model(), network);
                train(experiment, cut.model(), smaller);
                try (Network wanted = cut.network(network)) {
                    for (int i = 0; i < wanted.views().size(); i++) {
                        requireSame(smaller.views().get(i), wanted.views().get(i));
                    }
                }
            }
        }
    }

    private static void train(Experiment experiment, Model model, Network network) {
        PhaseSpec whole = experiment.phases().getFirst();
        PhaseSpec fixed = new PhaseSpec(
                whole.name(),
                STEPS,
                whole.stepsPerEpoch(),
                whole.batch(),
                whole.loss(),
                whole.optimizer(),
                whole.learningRate(),
                whole.step(),
                whole.dials(),
                List.of(),
                Optional.empty(),
                whole.onDivergence(),
                false,
                false);
        try (WorkerPool pool = new WorkerPool(2);
                PhaseRun run = new PhaseRun(
                        fixed,
                        model,
                        network,
                        Inherited.nothing(),
                        experiment.data(),
                        new Engine("scalar", new ScalarBackend(), pool),
                        experiment.random(whole),
                        Map.of(),
                        event -> {},
                        new RunControl(),
                        CheckpointSink.none())) {
            assertThat(run.run().steps()).isEqualTo(STEPS);
        }
    }

    private static void requireSame(TensorView given, TensorView wanted) {
        assertThat(given.name()).isEqualTo(wanted.name());
        assertThat(given.shape()).containsExactly(wanted.shape());
        requireClose(values(given), values(wanted), TRAINED);
    }

    private static float[] values(TensorView view) {
        return switch (view) {
            case TensorView.Dense dense -> dense.values();
            case TensorView.Sparse sparse -> sparse.values();
        };
    }

    private static void requireClose(float[] given, float[] wanted, double tolerance) {
        assertThat(given).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            double near = tolerance * Math.max(1, Math.abs(wanted[i]));
            assertThat(Math.abs(given[i] - wanted[i])).as("value " + i).isLessThanOrEqualTo((float) near);
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
