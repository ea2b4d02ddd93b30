package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Unary;

/** Functions of elements, and of the features of each position. */
final class Elements {
    /** Slope of {@link Activation#LEAKY_RELU} below 0. */
    private static final double LEAK = 0.01;

    /** What {@link Unary#EXP} keeps its argument between. */
    private static final double LEAST_EXPONENT = -87.3;

    private static final double LARGEST_EXPONENT = 88.3;

    /** What {@link Unary#LOG} takes 0 for. */
    private static final double SMALLEST_NORMAL = Float.MIN_NORMAL;

    private final GraphFile graph;
    private final Values values;
    private final Initialisers parameters;

    /** What becomes of a value, whatever form it is in. */
    interface Function {
        /**
         * @param axis of the features
         */
        String of(String what, String in, int axis);
    }

    Elements(GraphFile graph, Values values, Initialisers parameters) {
        this.graph = graph;
        this.values = values;
        this.parameters = parameters;
    }

    /** A function of one value, in the form it is in. */
    void each(NetworkStep step, Function function) {
        Node in = step.inputs().getFirst();
        Form form = values.common(List.of(in));
        values.put(step.output(), form, function.of(step.label(), values.get(in, form), axis(form)));
    }

    private static int axis(Form form) {
        return form == Form.FEATURES_FIRST ? 1 : -1;
    }

    /** An operator on two values. */
    void pairs(NetworkStep step, String operator) {
        Form form = values.common(step.inputs());
        List<String> names =
                step.inputs().stream().map(node -> values.get(node, form)).toList();
        values.put(step.output(), form, graph.add(operator, step.label(), names));
    }

    static String operator(Pairwise function) {
        return switch (function) {
            case SUBTRACT -> "Sub";
            case DIVIDE -> "Div";
            case MINIMUM -> "Min";
            case MAXIMUM -> "Max";
        };
    }

    void addByFeature(NetworkStep step, String vector) {
        Node in = step.inputs().getFirst();
        Form form = values.common(List.of(in));
        int behind = form == Form.FEATURES_FIRST ? in.grid().size() : 0;
        String numbers = parameters.vector(vector, behind);
        values.put(step.output(), form, graph.add("Add", step.label(), List.of(values.get(in, form), numbers)));
    }

    void featureSum(NetworkStep step) {
        each(step, (what, in, axis) -> graph.add("ReduceSum", what, List.of(in, graph.longs(axis))));
    }

    void featureMax(NetworkStep step) {
        each(step, (what, in, axis) -> graph.add("ReduceMax", what, List.of(in), Attributes.wholes("axes", axis)));
    }

    void softmax(NetworkStep step, int largest) {
        boolean all = largest == step.output().features();
        each(step, (what, in, axis) -> all ? softmax(what, in, axis) : kept(what, in, axis, largest, true));
    }

    private String softmax(String what, String in, int axis) {
        return graph.add("Softmax", what, List.of(in), Attributes.whole("axis", axis));
    }

    void topK(NetworkStep step, int largest) {
        each(step, (what, in, axis) -> kept(what, in, axis, largest, false));
    }

    /** The largest features where they were, and zeros elsewhere. */
    private String kept(String what, String in, int axis, int largest, boolean softmax) {
        List<String> found =
                graph.add("TopK", what, 2, List.of(in, graph.longs(largest)), Attributes.whole("axis", axis));
        String numbers = softmax ? softmax(what, found.getFirst(), axis) : found.getFirst();
        String shape = graph.add("Shape", what, List.of(in));
        return graph.add(
                "ScatterElements",
                what,
                List.of(zeros(what, shape), found.getLast(), numbers),
                Attributes.whole("axis", axis));
    }

    private String zeros(String what, String shape) {
        TensorProto zero = Tensors.floats("zero", new float[1], 1);
        return graph.add("ConstantOfShape", what, List.of(shape), Attributes.tensor("value", zero));
    }

    /** What follows a product, often nothing. */
    String activation(String what, String in, Activation function) {
        return switch (function) {
            case NONE -> in;
            case RELU -> graph.add("Relu", what, List.of(in));
            case LEAKY_RELU -> graph.add("LeakyRelu", what, List.of(in), Attributes.number("alpha", LEAK));
            case TANH -> graph.add("Tanh", what, List.of(in));
            case SIGMOID -> graph.add("Sigmoid", what, List.of(in));
            case SILU -> graph.add("Mul", what, List.of(in, graph.add("Sigmoid", what, List.of(in))));
            case GELU -> gelu(what, in);
            case ELU -> graph.add("Elu", what, List.of(in));
            case SOFTPLUS -> graph.add("Softplus", what, List.of(in));
        };
    }

    /** x / 2 · (1 + erf(x / √2)). */
    private String gelu(String what, String in) {
        String argument = graph.add("Div", what, List.of(in, graph.number(StrictMath.sqrt(2))));
        String error = graph.add("Erf", what, List.of(argument));
        String share = graph.add("Add", what, List.of(error, graph.number(1)));
        String half = graph.add("Mul", what, List.of(in, graph.number(0.5)));
        return graph.add("Mul", what, List.of(half, share));
    }

    String function(String what, String in, Unary function, List<Double> constants) {
        return switch (function) {
            case ABS -> graph.add("Abs", what, List.of(in));
            case SQUARE -> graph.add("Mul", what, List.of(in, in));
            case SQRT -> graph.add("Sqrt", what, List.of(in));
            case RECIPROCAL -> graph.add("Reciprocal", what, List.of(in));
            case EXP -> graph.add("Exp", what, List.of(clip(what, in, LEAST_EXPONENT, LARGEST_EXPONENT)));
            case LOG ->
                graph.add("Log", what, List.of(graph.add("Add", what, List.of(in, graph.number(SMALLEST_NORMAL)))));
            case CLAMP -> clip(what, in, constants.getFirst(), constants.getLast());
            case SCALE -> graph.add("Mul", what, List.of(in, graph.number(constants.getFirst())));
            case SHIFT -> graph.add("Add", what, List.of(in, graph.number(constants.getFirst())));
            case LEAKY_RELU ->
                graph.add("LeakyRelu", what, List.of(in), Attributes.number("alpha", constants.getFirst()));
        };
    }

    private String clip(String what, String in, double from, double to) {
        return graph.add("Clip", what, List.of(in, graph.number(from), graph.number(to)));
    }
}
