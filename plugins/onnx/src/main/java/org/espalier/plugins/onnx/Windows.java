package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Window;

/** Windows over positions, normalisation over the batch, and shapes. */
final class Windows {
    private final GraphFile graph;
    private final Values values;
    private final Initialisers parameters;

    Windows(GraphFile graph, Values values, Initialisers parameters) {
        this.graph = graph;
        this.values = values;
        this.parameters = parameters;
    }

    /** Sizes of a window over a picture, or over a sequence. */
    static List<AttributeProto> attributes(Window window, boolean picture) {
        List<AttributeProto> attributes = new ArrayList<>(sizes(window, picture));
        attributes.add(
                picture
                        ? Attributes.wholes("dilations", window.dilationY(), window.dilationX())
                        : Attributes.wholes("dilations", window.dilationX()));
        return attributes;
    }

    private static List<AttributeProto> sizes(Window w, boolean picture) {
        return picture
                ? List.of(
                        Attributes.wholes("kernel_shape", w.height(), w.width()),
                        Attributes.wholes("strides", w.strideY(), w.strideX()),
                        Attributes.wholes("pads", w.paddingY(), w.paddingX(), w.paddingY(), w.paddingX()))
                : List.of(
                        Attributes.wholes("kernel_shape", w.width()),
                        Attributes.wholes("strides", w.strideX()),
                        Attributes.wholes("pads", w.paddingX(), w.paddingX()));
    }

    /** A pool; for a mean, places outside count as 0, and there are no gaps in the window. */
    void pool(NetworkStep step, String operator, Window window) {
        Node in = step.inputs().getFirst();
        boolean picture = in.grid().size() == 2;
        boolean mean = operator.equals("AveragePool");
        List<AttributeProto> attributes = new ArrayList<>(mean ? sizes(window, picture) : attributes(window, picture));
        if (mean) {
            attributes.add(Attributes.whole("count_include_pad", 1));
        }
        String out = graph.add(
                operator,
                step.label(),
                List.of(values.get(in, Form.FEATURES_FIRST)),
                attributes.toArray(AttributeProto[]::new));
        values.put(step.output(), Form.FEATURES_FIRST, out);
    }

    void batchNorm(NetworkStep step, NetworkOperation.BatchNorm norm) {
        List<String> inputs = List.of(
                values.get(step.inputs().getFirst(), Form.FEATURES_FIRST),
                parameters.vector(norm.scale(), 0),
                parameters.vector(norm.shift(), 0),
                parameters.vector(norm.mean(), 0),
                parameters.vector(norm.variance(), 0));
        String out =
                graph.add("BatchNormalization", step.label(), inputs, Attributes.number("epsilon", norm.epsilon()));
        values.put(step.output(), Form.FEATURES_FIRST, out);
    }

    /** Position by position; where there is one feature or one position, any form is in this order. */
    void flatten(NetworkStep step) {
        Node in = step.inputs().getFirst();
        boolean any = in.features() == 1 || Values.positions(in) == 1;
        Form form = any ? values.common(List.of(in)) : Form.FEATURES_LAST;
        String name = values.get(in, form);
        values.put(
                step.output(),
                Form.FEATURES_LAST,
                Values.point(in) ? name : values.reshape(name, 0, step.output().features()));
    }

    void pixelShuffle(NetworkStep step, int factor) {
        String in = values.get(step.inputs().getFirst(), Form.FEATURES_FIRST);
        String out = graph.add(
                "DepthToSpace",
                step.label(),
                List.of(in),
                Attributes.whole("blocksize", factor),
                Attributes.text("mode", "CRD"));
        values.put(step.output(), Form.FEATURES_FIRST, out);
    }

    void slice(NetworkStep step, int from) {
        Node in = step.inputs().getFirst();
        Form form = values.common(List.of(in));
        List<String> inputs = List.of(
                values.get(in, form),
                graph.longs(from),
                graph.longs(from + step.output().features()),
                graph.longs(axis(form)));
        values.put(step.output(), form, graph.add("Slice", step.label(), inputs));
    }

    void concat(NetworkStep step) {
        Form form = values.common(step.inputs());
        List<String> inputs =
                step.inputs().stream().map(node -> values.get(node, form)).toList();
        String out = graph.add("Concat", step.label(), inputs, Attributes.whole("axis", axis(form)));
        values.put(step.output(), form, out);
    }

    private static int axis(Form form) {
        return form == Form.FEATURES_FIRST ? 1 : -1;
    }

    /** As many examples of zeros as come in. */
    void zeros(NetworkStep step) {
        Node node = step.output();
        String all = graph.add("Shape", step.label(), List.of(GraphFile.INPUT));
        String batch = graph.add("Gather", step.label(), List.of(all, graph.longs(0)));
        String rest = Values.point(node)
                ? graph.longs(node.features())
                : graph.longs(Values.positions(node), node.features());
        String shape = graph.add("Concat", step.label(), List.of(batch, rest), Attributes.whole("axis", 0));
        TensorProto zero = Tensors.floats("zero", new float[1], 1);
        String out = graph.add("ConstantOfShape", step.label(), List.of(shape), Attributes.tensor("value", zero));
        values.put(node, Form.FEATURES_LAST, out);
    }
}
