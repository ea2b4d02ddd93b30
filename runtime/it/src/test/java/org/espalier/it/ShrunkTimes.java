package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.border.Examples;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.channel.ChannelCut;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.graph.Model;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Evaluation;
import org.espalier.core.train.ScheduledDial;
import org.espalier.core.train.TrainingData;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How much smaller and quicker the networks of the recipes are without every second group of channels: the table of
 * docs/results/shrink.md. It is no test of every build, as its name says: it is called by that, on a machine that does
 * nothing else, and adds a line for each network to {@code target/shrunk-times.md}.
 */
final class ShrunkTimes {
    /** Steps are timed for about so long. */
    private static final double SECONDS = 15;

    private static final long FEWEST = 12;
    private static final long MOST = 2000;

    /** Examples of a timed forward pass, as far as there are so many. */
    private static final int EXAMPLES = 512;

    private static final int ROUNDS = 5;

    /** Small: the networks were cut without a thought of what they do. */
    private static final ScheduledDial RATE = ScheduledDial.fixed(1e-5);

    private static final int THREADS = 2;

    @TempDir
    Path temp;

    /** What is seen of a network. */
    private record Figures(long parameters, double flops, long bytes, double stepsPerSecond, double forward) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lenet-300-100-fashion-mnist",
                "lenet-5-fashion-mnist",
                "vgg-11-cifar10",
                "resnet-cifar10",
                "mobilenet-v1-cifar10",
                "vit-tiny-cifar10",
                "gpt-tiny-shakespeare",
                "llama-tiny-shakespeare",
                "gru-tiny-shakespeare",
                "lstm-tiny-shakespeare",
                "autoencoder-isolet",
                "gcn-cora",
                "matrix-factorisation-movielens",
                "two-tower-movielens",
                "moe-fashion-mnist"
            })
    void isSmallerAndQuicker(String recipe) throws IOException {
        Optional<Path> data =
                Optional.ofNullable(System.getenv("ESPALIER_DATA")).map(Path::of);
        Networks networks = Networks.of(Path.of("../../recipes", recipe + ".groovy"), data);
        Model model = networks.experiment().model();
        ChannelGraph graph = ChannelGraph.of(model);
        BitSet half = new BitSet();
        for (int group = 1; group < graph.groups(); group += 2) {
            half.set(group);
        }
        ChannelCut cut = new ChannelCut(graph, half);
        try (Network network = networks.network();
                Network smaller = cut.network(network)) {
            Figures before = figures(networks, model, network);
            Figures after = figures(networks, cut.model(), smaller);
            write(recipe, before, after);
            assertThat(after.parameters()).isLessThan(before.parameters());
        }
    }

    private Figures figures(Networks networks, Model model, Network network) {
        Path file = temp.resolve("weights.safetensors");
        new SafetensorsFiles().write(file, network.views(), Map.of());
        long bytes = file.toFile().length();
        long parameters =
                network.parameters().stream().mapToLong(WeightStore::count).sum();
        try (WorkerPool pool = new WorkerPool(THREADS)) {
            Engine engine = new Engine("simd", networks.backend("simd"), pool);
            double forward = forward(networks.experiment(), model, network, engine);
            return new Figures(
                    parameters,
                    network.flopsPerExample(),
                    bytes,
                    stepsPerSecond(networks, model, network, engine),
                    forward);
        }
    }

    private static double stepsPerSecond(Networks networks, Model model, Network network, Engine engine) {
        Examples train = networks.experiment().data().train();
        TrainingData data = new TrainingData(train, new First(train, 0), new First(train, 0));
        long begin = System.nanoTime();
        networks.train(model, network, data, engine, networks.optimizer(), RATE, "short", FEWEST, 0);
        double step = (System.nanoTime() - begin) / 1e9 / FEWEST;
        long steps = Math.clamp((long) (SECONDS / step), FEWEST, MOST);
        return networks.train(model, network, data, engine, networks.optimizer(), RATE, "long", steps, 0)
                .stepsPerSecond()
                .median();
    }

    /** Seconds of a forward pass over some examples: the best of a few. */
    private static double forward(Experiment experiment, Model model, Network network, Engine engine) {
        Examples all = experiment.data().train();
        Examples some = model.wholeBatch() > 0 ? all : new First(all, Math.min(EXAMPLES, all.count()));
        double best = Double.POSITIVE_INFINITY;
        try (Evaluation evaluation = new Evaluation(
                network,
                model,
                LossTrace.of(experiment.phases().getFirst().loss(), model),
                engine.kernels(),
                engine.pool(),
                Map.of())) {
            for (int round = 0; round < ROUNDS; round++) {
                long begin = System.nanoTime();
                evaluation.measure(some);
                best = Math.min(best, (System.nanoTime() - begin) / 1e9);
            }
        }
        return best;
    }

    private static void write(String recipe, Figures before, Figures after) throws IOException {
        Path table = Path.of("target/shrunk-times.md");
        List<String> lines = new ArrayList<>();
        if (Files.exists(table)) {
            lines.addAll(Files.readAllLines(table));
        } else {
            lines.add("| recipe | parameters | FLOPs per example | file, KB | steps/s | forward, ms |");
            lines.add("| --- | --- | --- | --- | --- | --- |");
        }
        lines.add(String.format(
                Locale.ROOT,
                "| %s | %,d to %,d | %,.0f to %,.0f (%.2f) | %,d to %,d | %.3g to %.3g (%.2f times) | %.3g to %.3g |",
                recipe,
                before.parameters(),
                after.parameters(),
                before.flops(),
                after.flops(),
                after.flops() / before.flops(),
                before.bytes() / 1000,
                after.bytes() / 1000,
                before.stepsPerSecond(),
                after.stepsPerSecond(),
                after.stepsPerSecond() / before.stepsPerSecond(),
                before.forward() * 1000,
                after.forward() * 1000));
        Files.write(table, lines);
    }

    /** The first examples of others. */
    private record First(Examples whole, int count) implements Examples {
        @Override
        public void features(int id, float[] out) {
            whole.features(id, out);
        }

        @Override
        public void features(int id, long draw, float[] out) {
            whole.features(id, draw, out);
        }

        @Override
        public int label(int id) {
            return whole.label(id);
        }

        @Override
        public int positions() {
            return whole.positions();
        }

        @Override
        public void labels(int id, int[] out) {
            whole.labels(id, out);
        }

        @Override
        public void target(int id, float[] out) {
            whole.target(id, out);
        }
    }
}
