package org.espalier.core.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.espalier.api.EspalierException;
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
import org.espalier.core.graph.Grid;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.ShapeMistake;
import org.espalier.core.graph.Value;
import org.espalier.core.guard.GraphScope;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.operation.Activate;
import org.espalier.core.operation.Add;
import org.espalier.core.operation.AddByFeature;
import org.espalier.core.operation.Aggregate;
import org.espalier.core.operation.Apply;
import org.espalier.core.operation.ApplyPairwise;
import org.espalier.core.operation.AveragePool;
import org.espalier.core.operation.Balance;
import org.espalier.core.operation.BatchNorm;
import org.espalier.core.operation.ByToken;
import org.espalier.core.operation.Capacity;
import org.espalier.core.operation.Concat;
import org.espalier.core.operation.Dropout;
import org.espalier.core.operation.Embed;
import org.espalier.core.operation.FeatureMax;
import org.espalier.core.operation.FeatureSum;
import org.espalier.core.operation.Flatten;
import org.espalier.core.operation.HostOperation;
import org.espalier.core.operation.MaxPool;
import org.espalier.core.operation.Multiply;
import org.espalier.core.operation.MultiplyByPosition;
import org.espalier.core.operation.NormalNoise;
import org.espalier.core.operation.Penalise;
import org.espalier.core.operation.Permute;
import org.espalier.core.operation.PixelShuffle;
import org.espalier.core.operation.PositionNorm;
import org.espalier.core.operation.Product;
import org.espalier.core.operation.Slice;
import org.espalier.core.operation.Softmax;
import org.espalier.core.operation.StopGradient;
import org.espalier.core.operation.TopK;
import org.espalier.core.operation.Variation;

/** Takes down the operations that layers and losses ask for, and checks the shapes of what they are given. */
class Tracer implements GraphBuilder, GraphScope {
    private final List<Operation> operations = new ArrayList<>();
    private final Parameters parameters = new Parameters();
    private final SequenceTrace sequences = new SequenceTrace(this);
    private final Map<String, Integer> drops = new HashMap<>();
    private final Map<String, Integer> noises = new HashMap<>();
    private final Map<String, Value> taps = new LinkedHashMap<>();
    private final DataFacts data;
    private final Optional<Value> input;
    private String scope = "";
    private UnaryOperator<PluginOp> guard = UnaryOperator.identity();

    /**
     * @param data what the network is told of its data
     * @param input what they write; empty for a loss
     */
    Tracer(DataFacts data, Optional<Value> input) {
        this.data = data;
        this.input = input;
    }

    /**
     * Names what comes next after a layer.
     *
     * @param operations stands before operations of the layer's own
     */
    void enter(String layer, UnaryOperator<PluginOp> operations) {
        scope = layer;
        guard = operations;
    }

    @Override
    public Node within(String name, UnaryOperator<PluginOp> part, Supplier<Node> built) {
        String outerScope = scope;
        UnaryOperator<PluginOp> outerGuard = guard;
        scope = name.isEmpty() ? scope : scope + "." + name;
        guard = part;
        try {
            return built.get();
        } finally {
            scope = outerScope;
            guard = outerGuard;
        }
    }

    /** The name of the layer that comes next. */
    String scope() {
        return scope;
    }

    /** Goes on with a layer that was entered before. */
    void scope(String layer) {
        scope = layer;
    }

    List<Operation> operations() {
        return operations;
    }

    /** Nodes with names of their own, by name. */
    Map<String, Value> taps() {
        return taps;
    }

    /** Takes down an operation, and gives its output. */
    Value add(Operation operation) {
        operations.add(operation);
        return operation.output();
    }

    Parameters parameters() {
        return parameters;
    }

    // ---- parameters

    @Override
    public Weight weight(String name, int rows, int columns, StartValues start) {
        return parameters.weight(scope, name, List.of(rows, columns), List.of(), start);
    }

    @Override
    public Weight kernel(String name, int rows, int channels, Window window, StartValues start) {
        List<Integer> kernel = List.of(window.height(), window.width());
        return parameters.weight(scope, name, List.of(rows, channels, window.height(), window.width()), kernel, start);
    }

    @Override
    public Vector vector(String name, int size, double start) {
        return parameters.vector(scope, name, size, start);
    }

    /** The table of an embedding that no product uses yet. */
    Weight table(String layer) {
        Weight table = parameters
                .ofLayer(layer)
                .orElseThrow(() -> mistake("The layer '" + scope + "' is tied to '" + layer
                        + "', which has no weight of that" + " name. Name an embedding that stands before it."));
        require(
                parameters.freeTable(table),
                "is tied to '" + layer + "', which is no embedding, or tied to another layer already");
        return table;
    }

    // ---- products

    @Override
    public Node linear(Node input, Weight weight, Optional<Vector> bias) {
        Value in = value(input);
        require(
                weight.shape().columns() == in.features(),
                "takes " + weight.shape().columns() + " features, and " + in.shape() + " comes in");
        if (parameters.freeTable(weight)) {
            parameters.tie(weight);
            operations.replaceAll(o -> o instanceof Embed e && e.table().equals(weight.shape()) ? e.tie() : o);
        }
        return product(in, weight, bias, Window.POINT, 1, in.positions(), "linear");
    }

    @Override
    public Node convolution(Node input, Weight weight, Optional<Vector> bias, Window window, int groups) {
        Value in = value(input);
        Grid grid = windowed(in, window, "A convolution");
        int rows = weight.shape().rows();
        require(
                groups >= 1 && in.features() % groups == 0 && rows % groups == 0,
                "cannot divide " + in.features() + " channels that come in and " + rows + " that it gives into "
                        + groups + " groups");
        require(
                weight.shape().channels() * groups == in.features()
                        && weight.shape().taps() == window.taps(),
                "has a weight for " + weight.shape().channels() * groups + " channels and "
                        + weight.shape().taps() + " taps, and " + in.features() + " channels come in under a window of "
                        + window.taps());
        return product(in, weight, bias, window, groups, grid, "convolution");
    }

    private Node product(
            Value in, Weight weight, Optional<Vector> bias, Window window, int groups, Grid grid, String what) {
        int rows = weight.shape().rows();
        Optional<VectorSpec> vector = bias.map(parameters::known);
        require(
                vector.isEmpty() || vector.get().size() == rows,
                "gives " + rows + " features, and its bias has "
                        + vector.map(VectorSpec::size).orElse(0));
        Value out = made(what, rows, grid, true);
        Product product = new Product(label(what), in, out, weight.shape(), vector, window, groups, Activation.NONE);
        parameters.use(weight, grid.positions(), in.trained(), product.pointwise() && grid.positions() == 1);
        operations.add(product);
        return out;
    }

    /** The grid a window makes of a value's. */
    private Grid windowed(Value in, Window window, String who) {
        Grid grid = in.positions();
        require(
                !grid.sizes().isEmpty(),
                "takes a picture or a sequence, and " + in.shape() + " comes in; it has one position only");
        if (grid.sizes().size() == 1 && (window.height() != 1 || window.paddingY() != 0)) {
            throw mistake(who + " over a sequence has a window of one row without padding above and below.");
        }
        int height = window.resultHeight(grid.height());
        int width = window.resultWidth(grid.width());
        require(
                height >= 1 && width >= 1,
                "has a window of " + window.height() + " x " + window.width() + ", larger than the " + grid.height()
                        + " x " + grid.width() + " that comes in");
        return grid.resized(height, width);
    }

    // ---- element by element

    @Override
    public Node activation(Node input, Activation activation) {
        Value in = value(input);
        if (activation == Activation.NONE) {
            return in;
        }
        Value out = made(activation.name().toLowerCase(Locale.ROOT), in.features(), in.positions(), in.trained());
        operations.add(new Activate(label("activation"), in, out, activation));
        return out;
    }

    @Override
    public Node add(Node a, Node b) {
        Value first = value(a);
        Value second = value(b);
        require(
                first.shape().equals(second.shape()),
                "adds two values of one shape, and these are " + first.shape() + " and " + second.shape());
        Value out = made("sum", first.features(), first.positions(), first.trained() || second.trained());
        operations.add(new Add(label("add"), first, second, out));
        return out;
    }

    @Override
    public Node multiply(Node a, Node b) {
        Value first = value(a);
        Value second = value(b);
        require(
                first.shape().equals(second.shape()),
                "multiplies two values of one shape, and these are " + first.shape() + " and " + second.shape());
        Value out = made("product", first.features(), first.positions(), first.trained() || second.trained());
        operations.add(new Multiply(label("multiply"), first, second, out));
        return out;
    }

    @Override
    public Node unary(Node input, Unary function, double... constants) {
        Value in = value(input);
        String name = name(function);
        require(
                constants.length == function.constants(),
                "applies " + name + ", which has " + function.constants() + " constants, and it was given "
                        + Arrays.toString(constants));
        require(
                Arrays.stream(constants).allMatch(c -> Float.isFinite((float) c)),
                "applies " + name + " with finite constants, and it was given " + Arrays.toString(constants));
        require(
                function != Unary.CLAMP || constants[0] <= constants[1],
                "clamps from a number to a larger one, and it was given " + Arrays.toString(constants));
        float first = constants.length > 0 ? (float) constants[0] : 0f;
        float second = constants.length > 1 ? (float) constants[1] : 0f;
        Value out = made(name, in.features(), in.positions(), in.trained());
        return add(new Apply(label(name), in, out, function, first, second));
    }

    @Override
    public Node pairwise(Node a, Node b, Pairwise function) {
        Value first = value(a);
        Value second = value(b);
        String name = name(function);
        require(
                first.shape().equals(second.shape()),
                "applies " + name + " to two values of one shape, and these are " + first.shape() + " and "
                        + second.shape());
        Value out = made(name, first.features(), first.positions(), first.trained() || second.trained());
        return add(new ApplyPairwise(label(name), first, second, out, function));
    }

    private static String name(Enum<?> function) {
        return function.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public Node addByFeature(Node input, Vector vector) {
        Value in = value(input);
        VectorSpec spec = featurewise(in, vector, "vector");
        Value out = made("sum", in.features(), in.positions(), true);
        return add(new AddByFeature(label("add by feature"), in, out, spec));
    }

    @Override
    public Node featureSum(Node input) {
        Value in = value(input);
        Value out = made("sum of features", 1, in.positions(), in.trained());
        return add(new FeatureSum(label("sum of features"), in, out));
    }

    @Override
    public Node featureMax(Node input) {
        Value in = value(input);
        Value out = made("largest feature", 1, in.positions(), in.trained());
        return add(new FeatureMax(label("largest feature"), in, out));
    }

    @Override
    public Node multiplyByPosition(Node input, Node factors) {
        Value in = value(input);
        Value numbers = value(factors);
        require(
                numbers.features() == 1 && numbers.positions().equals(in.positions()),
                "multiplies " + in.shape() + " by one feature at each position, and it was given " + numbers.shape());
        Value out = made("scaled", in.features(), in.positions(), in.trained() || numbers.trained());
        return add(new MultiplyByPosition(label("multiply by position"), in, numbers, out));
    }

    @Override
    public Node stopGradient(Node input) {
        Value in = value(input);
        if (!in.trained()) {
            return in;
        }
        return add(new StopGradient(label("stop"), in, made("stopped", in.features(), in.positions(), false)));
    }

    // ---- experts

    @Override
    public Node softmax(Node input, int largest) {
        Value in = chosen(input, largest);
        Value out = made("softmax", in.features(), in.positions(), in.trained());
        return add(new Softmax(label("softmax"), in, out, largest));
    }

    @Override
    public Node topK(Node input, int largest) {
        Value in = chosen(input, largest);
        Value out = made("largest", in.features(), in.positions(), in.trained());
        return add(new TopK(label("largest"), in, out, largest));
    }

    private Value chosen(Node input, int largest) {
        Value in = value(input);
        require(
                largest >= 1 && largest <= in.features(),
                "keeps from 1 to " + in.features() + " features, and it was given " + largest);
        return in;
    }

    @Override
    public Node experts(Node input, Node gates, int routes, Layer expert) {
        Value in = value(input);
        Value weights = value(gates);
        require(
                weights.positions().equals(in.positions()),
                "has gates for " + weights.shape() + ", and " + in.shape() + " comes in");
        require(weights.features() >= 2, "mixes at least 2 experts, and its gates are for " + weights.features());
        require(
                routes >= 1 && routes <= weights.features(),
                "sends a position to 1 to " + weights.features() + " experts, and it was given " + routes);
        return new ExpertTrace(this, in, weights, routes).build(expert, in.positions());
    }

    @Override
    public void balance(Node probabilities, Node gates, double weight, BalanceOver over) {
        Value chances = value(probabilities);
        require(
                chances.shape().equals(value(gates).shape()),
                "has probabilities for " + chances.shape() + " and gates for "
                        + value(gates).shape());
        require(
                weight >= 0 && Double.isFinite(weight),
                "balances experts with a weight of at least 0, and it was given " + weight);
        Value nothing = made("balance", 1, chances.positions(), false);
        add(new Balance(label("balance"), chances, value(gates), nothing, weight, over));
    }

    @Override
    public void variation(Node input, double weight) {
        Value in = value(input);
        require(
                weight >= 0 && Double.isFinite(weight),
                "adds a variation to the loss with a weight of at least 0, and it was given " + weight);
        add(new Variation(label("variation"), in, made("variation", 1, in.positions(), false), weight));
    }

    @Override
    public Node permute(Node input, String name, int batches, double noise) {
        Value in = value(input);
        int size = in.features();
        require(size <= Permute.MOST, "searches an order of at most " + Permute.MOST + " features, not of " + size);
        require(batches >= 1, "searches an order in at least 1 batch, and it was given " + batches);
        require(
                noise >= 0 && Double.isFinite(noise),
                "searches an order with noise of at least 0, and it was given " + noise);
        StatisticSpec scores = parameters.statistic(scope, name, size * size, 0, 1);
        Value out = made("permuted", size, in.positions(), true);
        return add(new Permute(label("permute"), in, out, scores, batches, noise));
    }

    @Override
    public Node capacity(Node gates, int routes, double training, double evaluation) {
        Value in = value(gates);
        for (double factor : new double[] {training, evaluation}) {
            require(
                    factor >= 0 && Double.isFinite(factor),
                    "gives experts a capacity of at least 0 times their share, and it was given " + factor);
        }
        Value out = made("served", in.features(), in.positions(), in.trained());
        return add(new Capacity(label("capacity"), in, out, routes, training, evaluation));
    }

    @Override
    public long[] tokenCounts(int vocabulary) {
        return data.tokens().apply(vocabulary);
    }

    @Override
    public Node byToken(Node like, String name, int features, int... table) {
        Value at = value(like);
        Value tokens = input.orElseThrow(() -> mistake("A loss has no tokens."));
        int each = tokens.features() * tokens.positions().positions();
        boolean flat = tokens.positions().positions() == 1 || tokens.features() == 1;
        require(
                flat
                        && each == at.positions().positions()
                        && at.positions().sizes().size() <= 1,
                "reads the token of each position, and the model takes " + tokens.shape() + " while " + at.shape()
                        + " comes in; it stands where a sequence of tokens has as many positions as it has tokens");
        for (int feature : table) {
            require(
                    feature >= 0 && feature < features,
                    "has a table of features 0 to " + (features - 1) + ", and it names " + feature);
        }
        StatisticSpec numbers =
                parameters.table(scope, name, Arrays.stream(table).boxed().toList());
        Value out = made("by token", features, at.positions(), false);
        return add(new ByToken(label("table"), tokens, out, numbers));
    }

    @Override
    public void penalty(Node input, double weight) {
        Value in = value(input);
        require(Double.isFinite(weight), "adds to the loss with a finite weight, and it was given " + weight);
        add(new Penalise(label("penalty"), in, made("penalty", 1, in.positions(), false), weight));
    }

    // ---- links between examples

    @Override
    public Node aggregate(Node input, Aggregation aggregation) {
        Value in = value(input);
        require(
                in.positions().sizes().isEmpty(),
                "adds up examples with one position each, and " + in.shape() + " comes in");
        ExampleGraph graph = data.links()
                .orElseThrow(() -> mistake("The layer '" + scope
                        + "' adds up the neighbours of an example, and these data have no links between"
                        + " examples."));
        Value out = made("neighbours", in.features(), in.positions(), in.trained());
        return add(new Aggregate(label("neighbours"), in, out, graph, aggregation));
    }

    // ---- sequences

    @Override
    public Node embedding(Node tokens, Weight table) {
        return sequences.embedding(value(tokens), table);
    }

    @Override
    public Node addPositions(Node input, Weight table) {
        return sequences.addPositions(value(input), table);
    }

    @Override
    public Node rotary(Node input, int heads, double base) {
        return sequences.rotary(value(input), heads, base);
    }

    @Override
    public Node attention(Node queries, Node keys, Node values, int heads, int keyHeads, boolean causal) {
        return sequences.attention(value(queries), value(keys), value(values), heads, keyHeads, causal);
    }

    @Override
    public Node recurrence(Node input, Weight recurrent, Optional<Vector> bias, Recurrence cell) {
        return sequences.recurrence(value(input), recurrent, bias, cell);
    }

    // ---- shape

    @Override
    public Node flatten(Node input) {
        Value in = value(input);
        int features = Math.multiplyExact(in.features(), in.positions().positions());
        Value out = made("flat", features, Grid.POINT, in.trained());
        operations.add(new Flatten(label("flatten"), in, out));
        return out;
    }

    @Override
    public Node pixelShuffle(Node input, int factor) {
        Value in = value(input);
        require(
                in.positions().sizes().size() == 2
                        && factor >= 1
                        && in.features() % Math.multiplyExact(factor, factor) == 0,
                "makes " + factor + " x " + factor + " pixels of each, for which it takes a picture with a multiple of "
                        + Math.multiplyExact(factor, factor) + " channels, and " + in.shape() + " comes in");
        Grid grid = in.positions()
                .resized(
                        Math.multiplyExact(in.positions().height(), factor),
                        Math.multiplyExact(in.positions().width(), factor));
        Value out = made("pixels", in.features() / (factor * factor), grid, in.trained());
        return add(new PixelShuffle(label("pixel shuffle"), in, out, factor));
    }

    @Override
    public Node slice(Node input, int from, int to) {
        Value in = value(input);
        require(
                from >= 0 && from < to && to <= in.features(),
                "takes the features " + from + " to " + (to - 1) + ", and " + in.shape() + " comes in");
        Value out = made("slice", to - from, in.positions(), in.trained());
        return add(new Slice(label("slice"), in, out, from));
    }

    @Override
    public Node concat(List<Node> inputs) {
        require(!inputs.isEmpty(), "joins nothing");
        List<Value> values = inputs.stream().map(Tracer::value).toList();
        Grid grid = values.getFirst().positions();
        int features = 0;
        for (Value in : values) {
            require(
                    in.positions().equals(grid),
                    "joins values with different positions, "
                            + values.getFirst().shape() + " and " + in.shape());
            features = Math.addExact(features, in.features());
        }
        Value out = made("joined", features, grid, values.stream().anyMatch(Value::trained));
        return add(new Concat(label("join"), values, out));
    }

    @Override
    public Node maxPool(Node input, Window window) {
        Value in = value(input);
        Grid grid = windowed(in, window, "A pool");
        require(
                window.paddingY() < window.height() * window.dilationY()
                        && window.paddingX() < window.width() * window.dilationX(),
                "has more padding than its window is large");
        Value out = made("maximum", in.features(), grid, in.trained());
        operations.add(new MaxPool(label("max pool"), in, out, window));
        return out;
    }

    @Override
    public Node averagePool(Node input, Window window) {
        Value in = value(input);
        Value out = made("mean", in.features(), windowed(in, window, "A pool"), in.trained());
        operations.add(new AveragePool(label("average pool"), in, out, window));
        return out;
    }

    // ---- mathematics of plugins

    @Override
    public Node apply(PluginOp operation, Node... inputs) {
        require(inputs.length > 0, "applies an operation to nothing");
        List<Value> values = Arrays.stream(inputs).map(Tracer::value).toList();
        Grid grid = values.getFirst().positions();
        for (Value in : values) {
            require(
                    in.positions().equals(grid),
                    "applies an operation to values with different positions, "
                            + values.getFirst().shape() + " and " + in.shape());
        }
        PluginOp guarded = guard.apply(operation);
        int features =
                guarded.features(values.stream().mapToInt(Value::features).toArray());
        boolean trained = values.stream().anyMatch(Value::trained);
        Value out = made("operation", features, grid, trained);
        operations.add(new HostOperation(label("operation"), guarded, values, out));
        return out;
    }

    // ---- normalisation and noise

    @Override
    public Node batchNorm(Node input, Vector scale, Vector shift, double momentum, double epsilon) {
        Value in = value(input);
        VectorSpec scales = featurewise(in, scale, "scale");
        VectorSpec shifts = featurewise(in, shift, "shift");
        requirePositive(epsilon, "epsilon");
        require(momentum > 0 && momentum <= 1, "has a momentum in (0, 1], and it was given " + momentum);
        Value out = made("batch norm", in.features(), in.positions(), true);
        operations.add(new BatchNorm(
                label("batch norm"),
                in,
                out,
                scales,
                shifts,
                parameters.statistic(scales, "running_mean", 0, momentum),
                parameters.statistic(scales, "running_var", 1, momentum),
                epsilon));
        return out;
    }

    @Override
    public Node layerNorm(Node input, Vector scale, Optional<Vector> shift, double epsilon) {
        return positionNorm(value(input), scale, shift, true, epsilon, "layer norm");
    }

    @Override
    public Node rmsNorm(Node input, Vector scale, double epsilon) {
        return positionNorm(value(input), scale, Optional.empty(), false, epsilon, "rms norm");
    }

    private Node positionNorm(
            Value in, Vector scale, Optional<Vector> shift, boolean centred, double epsilon, String what) {
        VectorSpec scales = featurewise(in, scale, "scale");
        Optional<VectorSpec> shifts = shift.map(s -> featurewise(in, s, "shift"));
        requirePositive(epsilon, "epsilon");
        Value out = made(what, in.features(), in.positions(), true);
        operations.add(new PositionNorm(label(what), in, out, scales, shifts, centred, epsilon));
        return out;
    }

    private VectorSpec featurewise(Value in, Vector vector, String what) {
        VectorSpec spec = parameters.known(vector);
        require(
                spec.size() == in.features(),
                "has a " + what + " of " + spec.size() + " numbers, and " + in.shape() + " comes in");
        return spec;
    }

    private void requirePositive(double number, String what) {
        require(
                number > 0 && Double.isFinite(number),
                "has an " + what + " greater than 0, and it was given " + number);
    }

    @Override
    public Node dropout(Node input, double rate) {
        Value in = value(input);
        require(rate >= 0 && rate < 1, "drops with a rate in [0, 1), and it was given " + rate);
        if (rate == 0) {
            return in;
        }
        Value out = made("dropout", in.features(), in.positions(), in.trained());
        String stream = "dropout/" + scope + "/" + drops.merge(scope, 1, Integer::sum);
        operations.add(new Dropout(label("dropout"), in, out, stream, rate));
        return out;
    }

    @Override
    public Node normalNoise(Node shape) {
        Value like = value(shape);
        String stream = "normal/" + scope + "/" + noises.merge(scope, 1, Integer::sum);
        Value out = made("noise", like.features(), like.positions(), false);
        return add(new NormalNoise(label("noise"), out, stream));
    }

    @Override
    public Node tap(String name, Node node) {
        Value value = value(node);
        require(taps.putIfAbsent(scope + "." + name, value) == null, "gives the name '" + name + "' to two nodes");
        return value;
    }

    // ---- losses

    @Override
    public Node crossEntropy(Node logits, double smoothing) {
        throw notHere("crossEntropy");
    }

    @Override
    public Node squaredError(Node predictions) {
        throw notHere("squaredError");
    }

    @Override
    public Node binaryCrossEntropy(Node logits) {
        throw notHere("binaryCrossEntropy");
    }

    @Override
    public Node huber(Node predictions, double delta) {
        throw notHere("huber");
    }

    @Override
    public Node klDivergence(Node logits) {
        throw notHere("klDivergence");
    }

    @Override
    public Node klDivergence(Node logits, Node probabilities) {
        throw notHere("klDivergence");
    }

    @Override
    public Node teacher() {
        throw notHere("teacher");
    }

    @Override
    public Node weightedSum(List<Node> losses, double... weights) {
        throw notHere("weightedSum");
    }

    private EspalierException notHere(String operation) {
        return new EspalierException(operation + " is an operation of losses; a layer gives features, not a loss.");
    }

    // ---- helpers

    /** A value that an operation will give. */
    Value made(String what, int features, Grid grid, boolean trained) {
        return new Value(label(what), features, grid, trained);
    }

    /** What is done, with the layer it is done in. */
    String label(String what) {
        return scope.isEmpty() ? what : scope + " " + what;
    }

    /** A node as the value it is. */
    static Value value(Node node) {
        if (node instanceof Value value) {
            return value;
        }
        throw new EspalierException("The graph was given a node it did not make: " + node + ".");
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            throw mistake("The layer" + (scope.isEmpty() ? "" : " '" + scope + "'") + " " + otherwise + ".");
        }
    }

    static ShapeMistake mistake(String message) {
        return new ShapeMistake(message);
    }
}
