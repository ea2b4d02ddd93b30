package org.espalier.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Aggregation;
import org.espalier.api.graph.BalanceOver;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.PluginOp;
import org.espalier.api.graph.Recurrence;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.Unary;
import org.espalier.api.graph.Vector;
import org.espalier.api.graph.Weight;
import org.espalier.api.graph.Window;
import org.espalier.testkit.reference.PlainActivation;
import org.espalier.testkit.reference.PlainExperts;
import org.espalier.testkit.reference.PlainFunctions;
import org.espalier.testkit.reference.PlainLosses;
import org.espalier.testkit.reference.PlainNeighbours;
import org.espalier.testkit.reference.PlainNorms;
import org.espalier.testkit.reference.PlainRecurrence;
import org.espalier.testkit.reference.PlainSequence;
import org.espalier.testkit.reference.PlainWindow;

/** Evaluates a graph at once, in plain double, for one batch of labelled examples. */
public final class PlainGraph implements GraphBuilder {
    private final int[] labels;
    private final Map<String, double[]> parameters;
    private final RandomStream noise;
    private final long step;
    private final Map<String, Integer> drops = new HashMap<>();
    private final Map<String, Integer> noises = new HashMap<>();
    private Optional<ExampleGraph> links = Optional.empty();
    private Optional<double[][]> targets = Optional.empty();
    private Optional<PlainNode> teacher = Optional.empty();
    /** What came into the first layer. */
    private Optional<PlainNode> first = Optional.empty();

    private List<PlainNode> stopped = new ArrayList<>();
    private boolean replays;
    private int stops;
    private double beside;
    private String scope = "";

    /** @param labels the class of each example, or of each position of each; -1 where one does not count */
    public PlainGraph(int... labels) {
        this(Map.of(), labels);
    }

    /**
     * @param parameters the values of every parameter by name; of a weight all positions, row by row
     * @param labels the class of each example, or of each position of each; -1 where one does not count
     */
    public PlainGraph(Map<String, double[]> parameters, int... labels) {
        this(parameters, RandomStream.ofSeed(0), 0, labels);
    }

    /**
     * @param parameters the values of every parameter by name; of a weight all positions, row by row
     * @param noise what a program draws from
     * @param step of training, from 0
     * @param labels the class of each example
     */
    public PlainGraph(Map<String, double[]> parameters, RandomStream noise, long step, int... labels) {
        this.parameters = new LinkedHashMap<>(parameters);
        this.noise = noise;
        this.step = step;
        this.labels = labels.clone();
    }

    /**
     * A value.
     *
     * @param values {@code [features][examples * positions]}, the positions of an example side by side; a scalar is one
     *     feature of one example
     * @param grid the positions of an example
     */
    public record PlainNode(
            @SuppressWarnings("ArrayRecordComponent") double[][] values, List<Integer> grid) implements Node {
        public PlainNode {
            grid = List.copyOf(grid);
        }

        /** A value with one position for each example. */
        public PlainNode(double[][] values) {
            this(values, List.of());
        }

        @Override
        public int features() {
            return values.length;
        }

        /** Positions of an example. */
        public int positions() {
            return grid.stream().reduce(1, Math::multiplyExact);
        }

        /** Rows of a picture; 1 for a sequence. */
        public int height() {
            return grid.size() == 2 ? grid.getFirst() : 1;
        }

        /** Columns of a picture, or steps of a sequence. */
        public int width() {
            return grid.isEmpty() ? 1 : grid.getLast();
        }
    }

    private record PlainWeight(MatrixShape shape) implements Weight {}

    private record PlainVector(String name, int size) implements Vector {}

    /** Gives the examples links. */
    public PlainGraph links(Optional<ExampleGraph> between) {
        links = between;
        return this;
    }

    /**
     * Gives the examples what a teacher says of them.
     *
     * @param answers {@code [features][examples]}
     */
    public PlainGraph teacher(double[][] answers) {
        teacher = Optional.of(new PlainNode(answers));
        return this;
    }

    /**
     * Gives the examples numeric targets; without, they are one-hot labels.
     *
     * @param numbers {@code [features][examples]}
     */
    public PlainGraph targets(double[][] numbers) {
        targets = Optional.of(numbers);
        return this;
    }

    /**
     * Keeps what gradients do not go through, so that it stays when parameters move.
     *
     * @param values filled when there are none; else they stand for what would be stopped, in the order it is
     */
    public PlainGraph stopped(List<PlainNode> values) {
        stopped = values;
        replays = !values.isEmpty();
        return this;
    }

    /** What a layer with a name makes of a value. */
    public PlainNode layer(String name, Layer layer, PlainNode input) {
        scope = name;
        first = first.or(() -> Optional.of(input));
        return node(layer.build(this, input));
    }

    /** The number a scalar node holds. */
    public static double scalar(Node node) {
        double[][] values = values(node);
        if (values.length != 1 || values[0].length != 1) {
            throw new IllegalArgumentException("a loss is a scalar, this one is [" + values.length + " features]["
                    + (values.length == 0 ? 0 : values[0].length) + " examples]");
        }
        return values[0][0];
    }

    @Override
    public Weight weight(String name, int rows, int columns, StartValues start) {
        return new PlainWeight(new MatrixShape(scope + "." + name, rows, columns));
    }

    @Override
    public Weight kernel(String name, int rows, int channels, Window window, StartValues start) {
        return new PlainWeight(new MatrixShape(
                scope + "." + name, rows, channels * window.taps(), List.of(window.height(), window.width())));
    }

    @Override
    public Vector vector(String name, int size, double start) {
        return new PlainVector(scope + "." + name, size);
    }

    private double[] values(Weight weight) {
        return known(weight.shape().name());
    }

    private double[] values(Vector vector) {
        if (vector instanceof PlainVector(String name, int _)) {
            return known(name);
        }
        throw new IllegalArgumentException("this graph did not make the vector " + vector);
    }

    private double[] known(String name) {
        double[] values = parameters.get(name);
        if (values == null) {
            throw new IllegalArgumentException("there are no values for the parameter " + name);
        }
        return values;
    }

    @Override
    public Node linear(Node input, Weight weight, Optional<Vector> bias) {
        return convolution(input, weight, bias, Window.POINT, 1);
    }

    @Override
    public Node convolution(Node input, Weight weight, Optional<Vector> bias, Window window, int groups) {
        double[] offsets =
                bias.map(this::values).orElseGet(() -> new double[weight.shape().rows()]);
        return PlainWindow.convolution(
                node(input), values(weight), offsets, weight.shape().rows(), window, groups);
    }

    @Override
    public Node activation(Node input, Activation activation) {
        return map(node(input), x -> PlainActivation.value(activation, x));
    }

    private static PlainNode map(PlainNode in, DoubleUnaryOperator function) {
        double[][] out = new double[in.features()][];
        for (int f = 0; f < out.length; f++) {
            out[f] = new double[in.values()[f].length];
            for (int p = 0; p < out[f].length; p++) {
                out[f][p] = function.applyAsDouble(in.values()[f][p]);
            }
        }
        return new PlainNode(out, in.grid());
    }

    @Override
    public Node add(Node a, Node b) {
        double[][] second = values(b);
        PlainNode sum = map(node(a), x -> x);
        for (int f = 0; f < second.length; f++) {
            for (int p = 0; p < second[f].length; p++) {
                sum.values()[f][p] += second[f][p];
            }
        }
        return sum;
    }

    @Override
    public Node multiply(Node a, Node b) {
        double[][] second = values(b);
        PlainNode product = map(node(a), x -> x);
        for (int f = 0; f < second.length; f++) {
            for (int p = 0; p < second[f].length; p++) {
                product.values()[f][p] *= second[f][p];
            }
        }
        return product;
    }

    @Override
    public Node unary(Node input, Unary function, double... constants) {
        return map(node(input), x -> PlainFunctions.value(function, constants, x));
    }

    @Override
    public Node pairwise(Node a, Node b, Pairwise function) {
        double[][] second = values(b);
        PlainNode result = map(node(a), x -> x);
        for (int f = 0; f < second.length; f++) {
            for (int p = 0; p < second[f].length; p++) {
                result.values()[f][p] = PlainFunctions.value(function, result.values()[f][p], second[f][p]);
            }
        }
        return result;
    }

    @Override
    public Node addByFeature(Node input, Vector vector) {
        double[] numbers = values(vector);
        PlainNode sum = map(node(input), x -> x);
        for (int f = 0; f < numbers.length; f++) {
            for (int p = 0; p < sum.values()[f].length; p++) {
                sum.values()[f][p] += numbers[f];
            }
        }
        return sum;
    }

    @Override
    public Node featureSum(Node input) {
        PlainNode in = node(input);
        double[][] sum = new double[1][in.values()[0].length];
        for (double[] feature : in.values()) {
            for (int p = 0; p < feature.length; p++) {
                sum[0][p] += feature[p];
            }
        }
        return new PlainNode(sum, in.grid());
    }

    @Override
    public Node featureMax(Node input) {
        PlainNode in = node(input);
        double[][] largest = {in.values()[0].clone()};
        for (double[] feature : in.values()) {
            for (int p = 0; p < feature.length; p++) {
                largest[0][p] = Math.max(largest[0][p], feature[p]);
            }
        }
        return new PlainNode(largest, in.grid());
    }

    @Override
    public Node multiplyByPosition(Node input, Node factors) {
        double[] numbers = values(factors)[0];
        PlainNode scaled = map(node(input), x -> x);
        for (double[] feature : scaled.values()) {
            for (int p = 0; p < feature.length; p++) {
                feature[p] *= numbers[p];
            }
        }
        return scaled;
    }

    @Override
    public Node stopGradient(Node input) {
        if (replays) {
            return stopped.get(stops++);
        }
        stopped.add(node(input));
        return input;
    }

    @Override
    public Node softmax(Node input, int largest) {
        return PlainExperts.softmax(node(input), largest);
    }

    @Override
    public Node topK(Node input, int largest) {
        return PlainExperts.largest(node(input), largest);
    }

    /** Every expert sees every position here; those with weight 0 do not count. */
    @Override
    public Node experts(Node input, Node gates, int routes, Layer expert) {
        String outer = scope;
        double[][] weights = values(gates);
        PlainNode[] each = new PlainNode[weights.length];
        for (int e = 0; e < each.length; e++) {
            scope = outer + "." + e;
            each[e] = node(expert.build(this, input));
        }
        scope = outer;
        return PlainExperts.mixture(weights, each);
    }

    @Override
    public void balance(Node probabilities, Node gates, double weight, BalanceOver over) {
        beside += weight * PlainExperts.balance(values(probabilities), values(gates));
    }

    @Override
    public void variation(Node input, double weight) {
        beside += weight * PlainExperts.variation(values(input));
    }

    /** By what the parameters say of it; without, nothing has been learned, and every place has the mean of all features. */
    @Override
    public Node permute(Node input, String name, int batches, double noise) {
        PlainNode in = node(input);
        int size = in.features();
        double[] even = new double[size * size];
        Arrays.fill(even, 1.0 / size);
        return PlainExperts.permuted(in, parameters.getOrDefault(scope + "." + name, even));
    }

    /** With the factor of training. */
    @Override
    public Node capacity(Node gates, int routes, double training, double evaluation) {
        return training == 0 ? gates : PlainExperts.served(node(gates), routes, training);
    }

    /** Those of the batch. */
    @Override
    public long[] tokenCounts(int vocabulary) {
        return PlainExperts.tokens(node(first.orElseThrow()), vocabulary);
    }

    @Override
    public Node byToken(Node like, String name, int features, int... table) {
        return PlainExperts.byToken(node(first.orElseThrow()), node(like).grid(), features, table);
    }

    @Override
    public void penalty(Node input, double weight) {
        PlainNode in = node(input);
        double sum = 0;
        for (double[] feature : in.values()) {
            sum += Arrays.stream(feature).sum();
        }
        beside += weight * sum / in.values()[0].length;
    }

    @Override
    public Node aggregate(Node input, Aggregation aggregation) {
        return PlainNeighbours.of(node(input), links.orElseThrow(), aggregation);
    }

    @Override
    public Node slice(Node input, int from, int to) {
        PlainNode in = node(input);
        return new PlainNode(Arrays.copyOfRange(in.values(), from, to), in.grid());
    }

    @Override
    public Node concat(List<Node> inputs) {
        double[][] joined =
                inputs.stream().flatMap(n -> Arrays.stream(values(n))).toArray(double[][]::new);
        return new PlainNode(joined, node(inputs.getFirst()).grid());
    }

    @Override
    public Node embedding(Node tokens, Weight table) {
        return PlainSequence.embedding(
                node(tokens), values(table), table.shape().columns());
    }

    @Override
    public Node addPositions(Node input, Weight table) {
        return PlainSequence.addPositions(node(input), values(table));
    }

    @Override
    public Node rotary(Node input, int heads, double base) {
        return PlainSequence.rotary(node(input), heads, base);
    }

    @Override
    public Node attention(Node queries, Node keys, Node values, int heads, int keyHeads, boolean causal) {
        return PlainSequence.attention(node(queries), node(keys), node(values), heads, keyHeads, causal);
    }

    @Override
    public Node recurrence(Node input, Weight recurrent, Optional<Vector> bias, Recurrence cell) {
        double[] offsets = bias.map(this::values)
                .orElseGet(() -> new double[recurrent.shape().rows()]);
        return PlainRecurrence.of(
                node(input), values(recurrent), offsets, recurrent.shape().columns(), cell);
    }

    @Override
    public Node flatten(Node input) {
        PlainNode in = node(input);
        int positions = in.positions();
        int examples = in.values()[0].length / positions;
        double[][] out = new double[in.features() * positions][examples];
        for (int e = 0; e < examples; e++) {
            for (int p = 0; p < positions; p++) {
                for (int f = 0; f < in.features(); f++) {
                    out[p * in.features() + f][e] = in.values()[f][e * positions + p];
                }
            }
        }
        return new PlainNode(out);
    }

    @Override
    public Node pixelShuffle(Node input, int factor) {
        PlainNode in = node(input);
        int height = in.grid().getFirst();
        int width = in.grid().getLast();
        int examples = in.values()[0].length / in.positions();
        int pixels = factor * factor;
        double[][] out = new double[in.features() / pixels][examples * in.positions() * pixels];
        for (int e = 0; e < examples; e++) {
            for (int y = 0; y < height * factor; y++) {
                for (int x = 0; x < width * factor; x++) {
                    int to = (e * height * factor + y) * width * factor + x;
                    int from = (e * height + y / factor) * width + x / factor;
                    for (int c = 0; c < out.length; c++) {
                        out[c][to] = in.values()[c * pixels + y % factor * factor + x % factor][from];
                    }
                }
            }
        }
        return new PlainNode(out, List.of(height * factor, width * factor));
    }

    @Override
    public Node maxPool(Node input, Window window) {
        return PlainWindow.pool(node(input), window, true);
    }

    @Override
    public Node averagePool(Node input, Window window) {
        return PlainWindow.pool(node(input), window, false);
    }

    /** Evaluated in float: that is how the operation is written. */
    @Override
    public Node apply(PluginOp operation, Node... inputs) {
        int[] features = new int[inputs.length];
        float[][][] in = new float[inputs.length][][];
        for (int i = 0; i < inputs.length; i++) {
            features[i] = inputs[i].features();
            in[i] = floats(values(inputs[i]));
        }
        PlainNode first = node(inputs[0]);
        int count = first.values()[0].length;
        float[][] out = new float[operation.features(features)][count];
        operation.forward(in, new float[operation.scratch(features)][count], out, count);
        double[][] values = new double[out.length][count];
        for (int f = 0; f < out.length; f++) {
            for (int p = 0; p < count; p++) {
                values[f][p] = out[f][p];
            }
        }
        return new PlainNode(values, first.grid());
    }

    private static float[][] floats(double[][] values) {
        float[][] floats = new float[values.length][values[0].length];
        for (int f = 0; f < values.length; f++) {
            for (int p = 0; p < values[f].length; p++) {
                floats[f][p] = (float) values[f][p];
            }
        }
        return floats;
    }

    @Override
    public Node batchNorm(Node input, Vector scale, Vector shift, double momentum, double epsilon) {
        return PlainNorms.batch(node(input), values(scale), values(shift), epsilon);
    }

    @Override
    public Node layerNorm(Node input, Vector scale, Optional<Vector> shift, double epsilon) {
        double[] offsets = shift.map(this::values).orElseGet(() -> new double[scale.size()]);
        return PlainNorms.position(node(input), values(scale), offsets, true, epsilon);
    }

    @Override
    public Node rmsNorm(Node input, Vector scale, double epsilon) {
        return PlainNorms.position(node(input), values(scale), new double[scale.size()], false, epsilon);
    }

    @Override
    public Node dropout(Node input, double rate) {
        if (rate == 0) {
            return input;
        }
        String stream = "dropout/" + scope + "/" + drops.merge(scope, 1, Integer::sum);
        return PlainNorms.dropout(node(input), rate, noise.fork(stream).fork(step));
    }

    @Override
    public Node tap(String name, Node node) {
        return node;
    }

    @Override
    public Node normalNoise(Node shape) {
        String stream = "normal/" + scope + "/" + noises.merge(scope, 1, Integer::sum);
        return PlainNorms.normal(node(shape), noise.fork(stream).fork(step));
    }

    @Override
    public Node crossEntropy(Node logits, double smoothing) {
        double[][] x = values(logits);
        double sum = 0;
        int counted = 0;
        for (int e = 0; e < labels.length; e++) {
            if (labels[e] < 0) {
                continue;
            }
            counted++;
            double max = Double.NEGATIVE_INFINITY;
            for (double[] feature : x) {
                max = Math.max(max, feature[e]);
            }
            double partition = 0;
            for (double[] feature : x) {
                partition += StrictMath.exp(feature[e] - max);
            }
            double logPartition = StrictMath.log(partition) + max;
            for (int c = 0; c < x.length; c++) {
                double q = (c == labels[e] ? 1 - smoothing : 0) + smoothing / x.length;
                sum -= q * (x[c][e] - logPartition);
            }
        }
        return scalarNode(sum / counted + beside);
    }

    @Override
    public Node squaredError(Node predictions) {
        double[][] x = values(predictions);
        return scalarNode(PlainLosses.squaredError(x, targets(x.length)) + beside);
    }

    @Override
    public Node binaryCrossEntropy(Node logits) {
        double[][] x = values(logits);
        return scalarNode(PlainLosses.binaryCrossEntropy(x, targets(x.length)) + beside);
    }

    @Override
    public Node huber(Node predictions, double delta) {
        double[][] x = values(predictions);
        return scalarNode(PlainLosses.huber(x, targets(x.length), delta) + beside);
    }

    @Override
    public Node klDivergence(Node logits) {
        double[][] x = values(logits);
        return scalarNode(PlainLosses.klDivergence(x, targets(x.length)) + beside);
    }

    @Override
    public Node klDivergence(Node logits, Node probabilities) {
        return scalarNode(PlainLosses.klDivergence(values(logits), values(probabilities)) + beside);
    }

    @Override
    public Node teacher() {
        return teacher.orElseThrow(() -> new IllegalStateException("this graph was given no teacher"));
    }

    @Override
    public Node weightedSum(List<Node> losses, double... weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (scalar(losses.get(i)) - beside);
        }
        return scalarNode(sum + beside);
    }

    private double[][] targets(int features) {
        return targets.orElseGet(() -> {
            double[][] oneHot = new double[features][labels.length];
            for (int e = 0; e < labels.length; e++) {
                if (labels[e] >= 0) {
                    oneHot[labels[e]][e] = 1;
                }
            }
            return oneHot;
        });
    }

    private static PlainNode node(Node node) {
        if (node instanceof PlainNode plain) {
            return plain;
        }
        throw new IllegalArgumentException("a graph's operations take nodes of the same graph, this is a " + node);
    }

    private static double[][] values(Node node) {
        return node(node).values();
    }

    private static Node scalarNode(double value) {
        return new PlainNode(new double[][] {{value}});
    }
}
