package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Loss;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.DataFacts;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;

/**
 * Compares what the engine makes of some layers with their reading in plain double: the loss, and every gradient with
 * finite differences of that reading. Before, a batch of NaN has gone through all planes, so whatever is read without
 * having been written shows. The bits do not depend on the number of threads. What is checked with sparse weights is
 * checked with latent ones of the same links as well, and both where products read every position.
 */
public final class GraphCheck {
    /** Sums of a few hundred float products of order 1 are off by less than this. */
    private static final double TOLERANCE = 3e-5;

    /** And gradients that are sums of many such by this share of their size. */
    private static final double RELATIVE = 2e-4;

    /** Half of the digits of a double: what a central difference loses to rounding and to curvature is about equal. */
    private static final double STEP = 1e-6;

    /** About so many values of a parameter are checked. */
    private static final int MOST_DIFFERENCES = 60;

    /**
     * A parameter after a step.
     *
     * @param gradient of the stored values
     * @param values of all positions
     * @param places where the stored values stand among all positions
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Outcome(String name, float[] gradient, double[] values, int[] places) {}

    private static final double SMOOTHING = 0.1;

    /** What the loss compares the output with. */
    private enum Targets {
        /** A class for each position; some do not count. */
        LABELS,
        ONE_HOT,
        /** Drawn numbers from 0 to 1 that add up to 1; of one feature 0, 1/2 and 1. */
        SHARES
    }

    /** A loss, and what it reads. */
    private record Judge(Loss loss, Targets targets) {
        static final Judge ERROR = new Judge((graph, output) -> graph.squaredError(output), Targets.ONE_HOT);
        static final Judge LABELS = new Judge((graph, output) -> graph.crossEntropy(output, SMOOTHING), Targets.LABELS);
    }

    /** What the program draws from. */
    private static final RandomStream NOISE = RandomStream.ofSeed(8);

    /** The step after the one of the poison. */
    private static final long CHECKED_STEP = 1;

    private final List<Integer> shape;
    private final List<Layer> layers;
    private final double density;
    private final int capacity;
    private final int live;
    private final Kernels kernels;
    /** Token numbers come in below this; 0 for any numbers. */
    private final int vocabulary;

    private final Judge judge;
    private final Optional<ExampleGraph> links;

    private GraphCheck(
            List<Integer> shape,
            List<Layer> layers,
            double density,
            int capacity,
            int live,
            Kernels kernels,
            int vocabulary,
            Judge judge,
            Optional<ExampleGraph> links) {
        this.shape = shape;
        this.layers = layers;
        this.density = density;
        this.capacity = capacity;
        this.live = live;
        this.kernels = kernels;
        this.vocabulary = vocabulary;
        this.judge = judge;
        this.links = links;
    }

    /**
     * @param shape of one example: {@code [features]}, {@code [steps, features]} or {@code [height, width, channels]}
     */
    public static GraphCheck of(List<Integer> shape, Layer... layers) {
        return new GraphCheck(
                List.copyOf(shape), List.of(layers), 1, 20, 20, new ScalarKernels(), 0, Judge.ERROR, Optional.empty());
    }

    /** With about this share of the links of every weight; 1 stores weights densely. */
    public GraphCheck density(double share) {
        return new GraphCheck(shape, layers, share, capacity, live, kernels, vocabulary, judge, links);
    }

    /** With room for so many examples, of which so many are there. */
    public GraphCheck batch(int newCapacity, int newLive) {
        return new GraphCheck(shape, layers, density, newCapacity, newLive, kernels, vocabulary, judge, links);
    }

    /** With other kernels than the scalar ones. */
    public GraphCheck kernels(Kernels others) {
        return new GraphCheck(shape, layers, density, capacity, live, others, vocabulary, judge, links);
    }

    /** With token numbers below the given one coming in. */
    public GraphCheck tokens(int newVocabulary) {
        return new GraphCheck(shape, layers, density, capacity, live, kernels, newVocabulary, judge, links);
    }

    /** With the cross-entropy of every position for a loss; some positions do not count. */
    public GraphCheck labelled() {
        return new GraphCheck(shape, layers, density, capacity, live, kernels, vocabulary, Judge.LABELS, links);
    }

    /** With a loss that reads a number for each output; they are from 0 to 1 and add up to 1. */
    public GraphCheck loss(Loss loss) {
        Judge other = new Judge(loss, Targets.SHARES);
        return new GraphCheck(shape, layers, density, capacity, live, kernels, vocabulary, other, links);
    }

    /** With links between the examples, all of which are there. */
    public GraphCheck links(ExampleGraph between) {
        int all = between.examples();
        return new GraphCheck(shape, layers, density, all, all, kernels, vocabulary, judge, Optional.of(between));
    }

    /** Checks the loss and every gradient. */
    public void check() {
        check(Stored.AS_LINKS);
        if (density < 1) {
            check(new Stored(true, false));
            check(new Stored(false, true));
            check(new Stored(true, true));
        }
    }

    /** How weights with links are stored, and what products read of them. */
    private record Stored(boolean latent, boolean densely) {
        static final Stored AS_LINKS = new Stored(false, false);
    }

    private void check(Stored stored) {
        List<Outcome> outcomes = new ArrayList<>();
        double loss = run(2, stored, outcomes);
        Map<String, double[]> values = new LinkedHashMap<>();
        outcomes.forEach(o -> values.put(o.name(), o.values()));
        List<PlainGraph.PlainNode> stopped = new ArrayList<>();
        assertThat(loss).as("loss").isCloseTo(plainLoss(values, stopped), within(TOLERANCE * (1 + Math.abs(loss))));
        outcomes.forEach(o -> checkGradient(o, values, stopped));
        List<Outcome> alone = new ArrayList<>();
        run(1, stored, alone);
        for (int i = 0; i < alone.size(); i++) {
            assertThat(alone.get(i).gradient())
                    .as("gradient of %s with one thread", alone.get(i).name())
                    .containsExactly(outcomes.get(i).gradient());
        }
    }

    /** The loss and every gradient, in the order of the layers, for comparing bits. */
    public List<float[]> bits() {
        List<Outcome> outcomes = new ArrayList<>();
        double loss = run(2, Stored.AS_LINKS, outcomes);
        List<float[]> bits = new ArrayList<>();
        outcomes.forEach(o -> bits.add(o.gradient()));
        bits.add(new float[] {(float) loss});
        return bits;
    }

    private void checkGradient(Outcome outcome, Map<String, double[]> values, List<PlainGraph.PlainNode> stopped) {
        float[] gradient = outcome.gradient();
        assertThat(gradient).as("stored values of %s", outcome.name()).isNotEmpty();
        int every = Math.max(1, gradient.length / MOST_DIFFERENCES);
        for (int k = 0; k < gradient.length; k += every) {
            int place = outcome.places()[k];
            double before = outcome.values()[place];
            outcome.values()[place] = before + STEP;
            double above = plainLoss(values, stopped);
            outcome.values()[place] = before - STEP;
            double below = plainLoss(values, stopped);
            outcome.values()[place] = before;
            double wanted = (above - below) / (2 * STEP);
            assertThat((double) gradient[k])
                    .as("gradient of %s at %s", outcome.name(), place)
                    .isCloseTo(wanted, within(TOLERANCE + RELATIVE * Math.abs(wanted)));
        }
    }

    private double plainLoss(Map<String, double[]> values, List<PlainGraph.PlainNode> stopped) {
        int outputs = model().output().features();
        boolean byLabels = judge.targets() == Targets.LABELS;
        int[] labels = byLabels ? positionLabels(live) : labels(live, outputs);
        PlainGraph graph =
                new PlainGraph(values, NOISE, CHECKED_STEP, labels).links(links).stopped(stopped);
        if (judge.targets() == Targets.SHARES) {
            graph.targets(shares(outputs));
        }
        int positions = shape.subList(0, shape.size() - 1).stream().reduce(1, Math::multiplyExact);
        double[][] in = new double[shape.getLast()][live * positions];
        for (int e = 0; e < live; e++) {
            for (int p = 0; p < positions; p++) {
                for (int f = 0; f < in.length; f++) {
                    in[f][e * positions + p] = input(e, p * in.length + f);
                }
            }
        }
        PlainGraph.PlainNode node = new PlainGraph.PlainNode(in, shape.subList(0, shape.size() - 1));
        for (int i = 0; i < layers.size(); i++) {
            node = graph.layer("layer" + i, layers.get(i), node);
        }
        return PlainGraph.scalar(judge.loss().build(graph, byLabels ? node : graph.flatten(node)));
    }

    private double[][] shares(int outputs) {
        double[][] shares = new double[outputs][live];
        for (int f = 0; f < outputs; f++) {
            for (int e = 0; e < live; e++) {
                shares[f][e] = target(e, f, outputs);
            }
        }
        return shares;
    }

    private double run(int threads, Stored stored, List<Outcome> outcomes) {
        Model model = model();
        Objective objective = LossTrace.of(judge.loss(), model);
        try (WorkerPool pool = new WorkerPool(threads);
                Network network = network(model, stored);
                Program program = new Program(network, model, objective, kernels, pool, capacity, Optional.of(NOISE))) {
            drawVectors(network);
            load(program, capacity, true);
            program.forward(capacity, 0);
            program.backward();
            load(program, live, false);
            double loss = program.forward(live, CHECKED_STEP);
            program.backward();
            for (WeightStore parameter : network.parameters()) {
                outcomes.add(new Outcome(
                        parameter.shape().name(),
                        NativeMemory.floats(parameter.gradient(), parameter.count()),
                        dense(parameter),
                        places(parameter)));
            }
            return loss;
        }
    }

    private Network network(Model model, Stored stored) {
        RandomStream random = RandomStream.ofSeed(3);
        Map<String, long[]> starts = starts(model);
        Network network = new Network(model.parameters(), stored.latent() ? Map.of() : starts, random);
        drawZeros(network);
        if (stored.latent()) {
            starts.forEach((layer, links) -> network.weightOf(layer).makeLatent(links));
        }
        starts.keySet().forEach(layer -> network.weightOf(layer).denseFrom(stored.densely() ? 0 : Long.MAX_VALUE));
        return network;
    }

    private Model model() {
        ModelTrace trace = new ModelTrace(shape, new DataFacts(links, this::counts));
        for (int i = 0; i < layers.size(); i++) {
            trace.layer("layer" + i, layers.get(i));
        }
        if (judge.targets() != Targets.LABELS) {
            trace.layer("flat", (graph, node) -> graph.flatten(node));
        }
        return trace.model();
    }

    /** How often each token comes in. */
    private long[] counts(int below) {
        long[] counts = new long[below];
        int features = shape.stream().reduce(1, Math::multiplyExact);
        for (int e = 0; e < live; e++) {
            for (int f = 0; f < features; f++) {
                counts[(int) input(e, f)]++;
            }
        }
        return counts;
    }

    private Map<String, long[]> starts(Model model) {
        Map<String, long[]> starts = new LinkedHashMap<>();
        if (density < 1) {
            for (WeightSpec weight : model.weights()) {
                RandomStream random = RandomStream.ofSeed(5).fork(weight.layer());
                starts.put(
                        weight.layer(),
                        LongStream.range(0, weight.shape().positions())
                                .filter(p -> p == 0 || random.uniform(p) < density)
                                .toArray());
            }
        }
        return starts;
    }

    /** Weights that start at zero would hide mistakes as well. */
    private static void drawZeros(Network network) {
        for (TrainedWeight weight : network.weights()) {
            WeightStore store = weight.store();
            float[] first = NativeMemory.floats(store.values(), store.count());
            if (IntStream.range(0, first.length).allMatch(k -> first[k] == 0)) {
                RandomStream random = RandomStream.ofSeed(9).fork(weight.layer());
                for (int k = 0; k < first.length; k++) {
                    first[k] = (float) (0.3 * random.gaussian(k));
                }
                store.set(first);
            }
        }
    }

    /** Vectors start at one value, which would hide mistakes. */
    private static void drawVectors(Network network) {
        for (DenseWeight vector : network.vectors()) {
            RandomStream random = RandomStream.ofSeed(6).fork(vector.shape().name());
            for (int k = 0; k < vector.count(); k++) {
                long address = vector.values() + 4L * k;
                NativeMemory.setFloat(address, NativeMemory.getFloat(address) + (float) (0.3 * random.gaussian(k)));
            }
        }
    }

    private void load(Program program, int examples, boolean poison) {
        loadInputs(program.input(), examples, poison);
        if (judge.targets() == Targets.LABELS) {
            loadLabels(program, examples);
        } else {
            loadTargets(program, examples);
        }
    }

    private void loadInputs(Plane in, int examples, boolean poison) {
        int height = in.grid().height();
        int rowFeatures = in.grid().width() * in.features();
        for (int e = 0; e < in.blocks() * in.lanes(); e++) {
            boolean there = e < examples;
            for (int y = 0; y < height; y++) {
                long row = in.tile(e / in.lanes(), y, 0) + 4L * (e % in.lanes());
                for (int f = 0; f < rowFeatures; f++) {
                    float x = poison ? Float.NaN : (float) input(e, y * rowFeatures + f);
                    NativeMemory.setFloat(row + 4L * f * in.lanes(), there ? x : 0f);
                }
            }
        }
    }

    private void loadLabels(Program program, int examples) {
        Plane out = program.output();
        int positions = program.positions();
        int[] labels = positionLabels(examples);
        for (int e = 0; e < out.blocks() * out.lanes(); e++) {
            for (int p = 0; p < positions; p++) {
                int place = (e / out.lanes() * positions + p) * out.lanes() + e % out.lanes();
                NativeMemory.setInt(program.labels() + 4L * place, e < examples ? labels[e * positions + p] : -1);
            }
        }
    }

    private void loadTargets(Program program, int examples) {
        Plane out = program.output();
        for (int e = 0; e < out.blocks() * out.lanes(); e++) {
            boolean there = e < examples;
            for (int f = 0; f < out.features(); f++) {
                long target = program.targets() + out.tile(e / out.lanes(), 0, 0) - out.address();
                NativeMemory.setFloat(
                        target + 4L * ((long) f * out.lanes() + e % out.lanes()),
                        there ? target(e, f, out.features()) : 0f);
            }
        }
    }

    private float target(int example, int feature, int features) {
        if (judge.targets() == Targets.ONE_HOT) {
            return feature == label(example, features) ? 1f : 0f;
        }
        double sum = 0;
        for (int f = 0; f < features; f++) {
            sum += weight(example, f);
        }
        return features == 1 ? example % 3 / 2f : (float) (weight(example, feature) / sum);
    }

    /** Of neighbouring features not all are 0. */
    private static double weight(int example, int feature) {
        return (example + feature) % 4 == 0
                ? 0
                : 0.1 + RandomStream.ofSeed(7).fork(example).uniform(feature);
    }

    private double input(int example, int feature) {
        RandomStream random = RandomStream.ofSeed(4).fork(example);
        return vocabulary > 0 ? random.below(vocabulary, feature) : (float) random.gaussian(feature);
    }

    private int[] positionLabels(int count) {
        Value output = model().output();
        int[] labels = new int[count * output.positions().positions()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 5 == 2 ? -1 : i * 7 % output.features();
        }
        return labels;
    }

    private static int[] labels(int count, int classes) {
        return IntStream.range(0, count).map(e -> label(e, classes)).toArray();
    }

    private static int label(int example, int classes) {
        return example % 3 % classes;
    }

    /** Where the stored values stand among all positions. */
    private static int[] places(WeightStore parameter) {
        return parameter instanceof SparseWeight s
                ? LongStream.of(s.topology().positions())
                        .mapToInt(Math::toIntExact)
                        .toArray()
                : IntStream.range(0, parameter.count()).toArray();
    }

    /** What products read of each position. */
    private static double[] dense(WeightStore parameter) {
        WeightStore seen = parameter instanceof LatentWeight latent ? latent.seen() : parameter;
        double[] values = new double[Math.toIntExact(seen.shape().positions())];
        int[] places = places(seen);
        for (int k = 0; k < places.length; k++) {
            values[places[k]] = NativeMemory.getFloat(seen.values() + 4L * k);
        }
        return values;
    }
}
