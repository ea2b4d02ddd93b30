package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph of ONNX that grows operator by operator. Every value has a name of its own. */
final class GraphFile {
    /** What comes in. */
    static final String INPUT = "input";

    /** What goes out. */
    static final String OUTPUT = "output";

    /** What the batch is called in shapes. */
    private static final String BATCH = "N";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> names = new HashSet<>(Set.of(INPUT, OUTPUT));
    private final Map<Object, String> constants = new HashMap<>();

    /**
     * Adds an operator.
     *
     * @param what the step it is for; the value is called after it
     * @param inputs names; empty ones for inputs that are left out
     * @return the name of what it gives
     */
    String add(String operator, String what, List<String> inputs, AttributeProto... attributes) {
        return add(operator, what, 1, inputs, attributes).getFirst();
    }

    /** The same of an operator with several outputs. */
    List<String> add(String operator, String what, int outputs, List<String> inputs, AttributeProto... attributes) {
        String[] given = new String[outputs];
        Arrays.setAll(given, i -> unused(what + "/" + operator));
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(given[0])
                .addAllInput(inputs)
                .addAllOutput(List.of(given))
                .addAllAttribute(List.of(attributes)));
        return List.of(given);
    }

    /** Whole numbers that never change; equal ones are stored once. */
    String longs(long... values) {
        return constants.computeIfAbsent(Arrays.toString(values), _ -> {
            String name = unused("constant");
            graph.addInitializer(Tensors.longs(name, values, values.length));
            return name;
        });
    }

    /** One whole number that never changes. */
    String whole(long value) {
        return constants.computeIfAbsent(value, _ -> {
            String name = unused("constant");
            graph.addInitializer(Tensors.longs(name, new long[] {value}));
            return name;
        });
    }

    /** One number that never changes. */
    String number(double value) {
        return constants.computeIfAbsent(Float.floatToIntBits((float) value), _ -> {
            String name = unused("constant");
            graph.addInitializer(Tensors.floats(name, new float[] {(float) value}));
            return name;
        });
    }

    /**
     * A tensor that never changes.
     *
     * @return its name, which is the wanted one unless that is taken
     */
    String tensor(String wanted, float[] values, long... sizes) {
        String name = unused(wanted);
        graph.addInitializer(Tensors.floats(name, values, sizes));
        return name;
    }

    /** The same of all numbers of a weight that has links, where {@code +0} is none. */
    String linked(String wanted, float[] values, long... sizes) {
        String name = unused(wanted);
        graph.addInitializer(Tensors.linked(name, values, sizes));
        return name;
    }

    /** The same of one of which few numbers are not 0, at ascending places. */
    String tensor(String wanted, long[] places, float[] values, long... sizes) {
        String name = unused(wanted);
        SparseTensorProto tensor = Tensors.sparse(name, places, values, sizes);
        graph.addSparseInitializer(tensor);
        return name;
    }

    private String unused(String wanted) {
        String base = wanted.replace(' ', '/');
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }

    /**
     * Declares what comes in.
     *
     * @param sizes of one example
     */
    void input(TensorProto.DataType type, long... sizes) {
        graph.addInput(value(INPUT, type, sizes));
    }

    /**
     * Declares a value to be what goes out.
     *
     * @param sizes of one example
     */
    void output(String value, TensorProto.DataType type, long... sizes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(OUTPUT)
                .addInput(value)
                .addOutput(OUTPUT));
        graph.addOutput(value(OUTPUT, type, sizes));
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, long... sizes) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
        tensor.getShapeBuilder().addDimBuilder().setDimParam(BATCH);
        for (long size : sizes) {
            tensor.getShapeBuilder().addDimBuilder().setDimValue(size);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    GraphProto graph(String name) {
        return graph.setName(name).build();
    }
}
