package org.espalier.core.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.espalier.api.MatrixShape;
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
import org.espalier.core.graph.Routing;
import org.espalier.core.graph.ShapeMistake;
import org.espalier.core.graph.Value;
import org.espalier.core.guard.GraphScope;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.operation.Combine;
import org.espalier.core.operation.Dispatch;
import org.espalier.core.operation.ExpertProduct;
import org.espalier.core.operation.Product;

/** Takes down one expert, for all of them: every parameter is declared once for each. */
final class ExpertTrace implements GraphBuilder, GraphScope {
    /** A weight of every expert. */
    private record Weights(List<Weight> each) implements Weight {
        @Override
        public MatrixShape shape() {
            return each.getFirst().shape();
        }
    }

    /** A vector of every expert. */
    private record Vectors(List<Vector> each) implements Vector {
        @Override
        public int size() {
            return each.getFirst().size();
        }
    }

    private final Tracer tracer;
    private final String outer;
    private final Value gates;
    private final int experts;
    private final Dispatch dispatch;

    /**
     * @param in what the experts see
     * @param gates weights of experts
     */
    ExpertTrace(Tracer tracer, Value in, Value gates, int routes) {
        this.tracer = tracer;
        this.outer = tracer.scope();
        this.gates = gates;
        this.experts = gates.features();
        Routing routing = new Routing(experts, routes, in.positions().positions());
        Grid sent = new Grid(List.of(), Optional.of(routing));
        Value out = tracer.made("sent", in.features(), sent, in.trained());
        this.dispatch = new Dispatch(tracer.label("dispatch"), in, gates, out);
        tracer.add(dispatch);
    }

    Value build(Layer expert, Grid grid) {
        Value end = Tracer.value(expert.build(this, dispatch.output()));
        if (end.positions().routing().isEmpty()) {
            throw Tracer.mistake("An expert of '" + outer + "' gives what it was not given.");
        }
        tracer.scope(outer);
        Value out = tracer.made("mixture", end.features(), grid, end.trained() || gates.trained());
        return tracer.add(new Combine(tracer.label("combine"), end, gates, out, dispatch));
    }

    @Override
    public Node within(String name, UnaryOperator<PluginOp> operations, Supplier<Node> part) {
        return tracer.within(name, operations, part);
    }

    /** Parameters of a layer inside an expert stand after its number. */
    private String scope(int expert) {
        String inner = tracer.scope().equals(outer) ? "" : "." + tracer.scope();
        return outer + "." + expert + inner;
    }

    @Override
    public Weight weight(String name, int rows, int columns, StartValues start) {
        List<Weight> each = new ArrayList<>();
        for (int e = 0; e < experts; e++) {
            each.add(tracer.parameters().weight(scope(e), name, List.of(rows, columns), List.of(), start));
        }
        return new Weights(each);
    }

    @Override
    public Vector vector(String name, int size, double start) {
        List<Vector> each = new ArrayList<>();
        for (int e = 0; e < experts; e++) {
            each.add(tracer.parameters().vector(scope(e), name, size, start));
        }
        return new Vectors(each);
    }

    @Override
    public Node linear(Node input, Weight weight, Optional<Vector> bias) {
        Value in = sent(input);
        if (!(weight instanceof Weights weights) || bias.isPresent() && !(bias.get() instanceof Vectors)) {
            throw Tracer.mistake("An expert of '" + outer + "' uses a weight or a vector from outside.");
        }
        tracer.require(
                weight.shape().columns() == in.features(),
                "takes " + weight.shape().columns() + " features, and " + in.features() + " come in");
        int rows = weight.shape().rows();
        tracer.require(
                bias.isEmpty() || bias.get().size() == rows,
                "gives " + rows + " features, and its bias has "
                        + bias.map(Vector::size).orElse(0));
        Value out = tracer.made("linear", rows, in.positions(), true);
        List<Product> products = new ArrayList<>();
        Routing routing = dispatch.output().positions().routing().orElseThrow();
        double share = (double) routing.positions() * routing.routes() / experts;
        for (int e = 0; e < experts; e++) {
            Weight own = weights.each().get(e);
            Optional<VectorSpec> offsets = bias.isPresent() && bias.get() instanceof Vectors v
                    ? Optional.of(tracer.parameters().known(v.each().get(e)))
                    : Optional.empty();
            tracer.parameters().use(own, share, in.trained(), true);
            products.add(new Product(
                    tracer.label("linear " + e), in, out, own.shape(), offsets, Window.POINT, 1, Activation.NONE));
        }
        return tracer.add(new ExpertProduct(tracer.label("experts"), in, out, products, dispatch));
    }

    private Value sent(Node node) {
        Value value = Tracer.value(node);
        if (value.positions().routing().isEmpty()) {
            throw Tracer.mistake("An expert of '" + outer + "' reads " + value + ", which was not sent to it.");
        }
        return value;
    }

    @Override
    public Node activation(Node input, Activation activation) {
        return tracer.activation(sent(input), activation);
    }

    @Override
    public Node add(Node a, Node b) {
        return tracer.add(sent(a), sent(b));
    }

    @Override
    public Node multiply(Node a, Node b) {
        return tracer.multiply(sent(a), sent(b));
    }

    private ShapeMistake outside(String operation) {
        return Tracer.mistake("An expert of '" + outer + "' is made of linear products, activations, sums and products"
                + " element by element; " + operation + " cannot be part of it.");
    }

    @Override
    public Weight kernel(String name, int rows, int channels, Window window, StartValues start) {
        throw outside("a convolution");
    }

    @Override
    public Node convolution(Node input, Weight weight, Optional<Vector> bias, Window window, int groups) {
        throw outside("a convolution");
    }

    @Override
    public Node unary(Node input, Unary function, double... constants) {
        throw outside("another function");
    }

    @Override
    public Node pairwise(Node a, Node b, Pairwise function) {
        throw outside("another function");
    }

    @Override
    public Node addByFeature(Node input, Vector vector) {
        throw outside("a vector added by itself");
    }

    @Override
    public Node featureSum(Node input) {
        throw outside("a sum of features");
    }

    @Override
    public Node featureMax(Node input) {
        throw outside("a choice of features");
    }

    @Override
    public Node multiplyByPosition(Node input, Node factors) {
        throw outside("a product by position");
    }

    @Override
    public Node stopGradient(Node input) {
        throw outside("a stop of gradients");
    }

    @Override
    public Node softmax(Node input, int largest) {
        throw outside("a softmax");
    }

    @Override
    public Node topK(Node input, int largest) {
        throw outside("a choice of features");
    }

    @Override
    public Node experts(Node input, Node weights, int routes, Layer expert) {
        throw outside("another mixture of experts");
    }

    @Override
    public void balance(Node probabilities, Node weights, double weight, BalanceOver over) {
        throw outside("a balance of experts");
    }

    @Override
    public void variation(Node input, double weight) {
        throw outside("a part of the loss");
    }

    @Override
    public Node permute(Node input, String name, int batches, double noise) {
        throw outside("a learned order");
    }

    @Override
    public Node capacity(Node gates, int routes, double training, double evaluation) {
        throw outside("a capacity of experts");
    }

    @Override
    public long[] tokenCounts(int vocabulary) {
        return tracer.tokenCounts(vocabulary);
    }

    @Override
    public Node byToken(Node like, String name, int features, int... table) {
        throw outside("a table of tokens");
    }

    @Override
    public void penalty(Node input, double weight) {
        throw outside("a part of the loss");
    }

    @Override
    public Node aggregate(Node input, Aggregation aggregation) {
        throw outside("a sum of neighbours");
    }

    @Override
    public Node embedding(Node tokens, Weight table) {
        throw outside("an embedding");
    }

    @Override
    public Node addPositions(Node input, Weight table) {
        throw outside("learned positions");
    }

    @Override
    public Node rotary(Node input, int heads, double base) {
        throw outside("rotary positions");
    }

    @Override
    public Node attention(Node queries, Node keys, Node values, int heads, int keyHeads, boolean causal) {
        throw outside("attention");
    }

    @Override
    public Node recurrence(Node input, Weight recurrent, Optional<Vector> bias, Recurrence cell) {
        throw outside("a recurrence");
    }

    @Override
    public Node flatten(Node input) {
        throw outside("flatten");
    }

    @Override
    public Node pixelShuffle(Node input, int factor) {
        throw outside("a pixel shuffle");
    }

    @Override
    public Node slice(Node input, int from, int to) {
        throw outside("a slice");
    }

    @Override
    public Node concat(List<Node> inputs) {
        throw outside("a join");
    }

    @Override
    public Node maxPool(Node input, Window window) {
        throw outside("a pool");
    }

    @Override
    public Node averagePool(Node input, Window window) {
        throw outside("a pool");
    }

    @Override
    public Node apply(PluginOp operation, Node... inputs) {
        throw outside("an operation of a plugin");
    }

    @Override
    public Node batchNorm(Node input, Vector scale, Vector shift, double momentum, double epsilon) {
        throw outside("a normalisation");
    }

    @Override
    public Node layerNorm(Node input, Vector scale, Optional<Vector> shift, double epsilon) {
        throw outside("a normalisation");
    }

    @Override
    public Node rmsNorm(Node input, Vector scale, double epsilon) {
        throw outside("a normalisation");
    }

    @Override
    public Node dropout(Node input, double rate) {
        throw outside("dropout");
    }

    @Override
    public Node tap(String name, Node node) {
        throw outside("a tap");
    }

    @Override
    public Node normalNoise(Node shape) {
        throw outside("noise");
    }

    @Override
    public Node crossEntropy(Node logits, double smoothing) {
        throw outside("a loss");
    }

    @Override
    public Node squaredError(Node predictions) {
        throw outside("a loss");
    }

    @Override
    public Node binaryCrossEntropy(Node logits) {
        throw outside("a loss");
    }

    @Override
    public Node huber(Node predictions, double delta) {
        throw outside("a loss");
    }

    @Override
    public Node klDivergence(Node logits) {
        throw outside("a loss");
    }

    @Override
    public Node klDivergence(Node logits, Node probabilities) {
        throw outside("a loss");
    }

    @Override
    public Node teacher() {
        throw outside("a teacher");
    }

    @Override
    public Node weightedSum(List<Node> losses, double... weights) {
        throw outside("a loss");
    }
}
