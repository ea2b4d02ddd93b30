package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.EspalierException;

/** The graph of a file: one input, one output, and what is computed between them, in the order of computation. */
final class FileGraph {
    private final String file;
    private final GraphProto graph;
    private final Map<String, Stored> tensors = new HashMap<>();
    private final Map<String, Operator> makers = new LinkedHashMap<>();
    private final Map<String, List<Operator>> readers = new HashMap<>();
    private final List<Operator> order = new ArrayList<>();

    /**
     * @throws EspalierException when there are operators that are no layers here, tensors are damaged, names are missing or given twice, or operators go in circles
     */
    FileGraph(String file, ModelProto model) {
        this.file = file;
        this.graph = model.getGraph();
        long version = model.getOpsetImportList().stream()
                .filter(set -> set.getDomain().isEmpty())
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElse(1);
        List<Operator> operators = graph.getNodeList().stream()
                .map(node -> new Operator(file, node, version))
                .toList();
        requireNoneOfOurs(operators);
        for (TensorProto tensor : graph.getInitializerList()) {
            tensors.put(tensor.getName(), Stored.of(file, tensor));
        }
        for (SparseTensorProto tensor : graph.getSparseInitializerList()) {
            tensors.put(tensor.getValues().getName(), Stored.of(file, tensor));
        }
        for (Operator operator : operators) {
            operator.require(operator.node().getOutputCount() > 0, "gives nothing");
            for (String output : operator.node().getOutputList()) {
                if (!output.isEmpty()) {
                    operator.require(
                            makers.put(output, operator) == null, "gives '" + output + "', which another does");
                }
            }
            operator.tensor("value")
                    .filter(a -> operator.type().equals("Constant"))
                    .ifPresent(value -> tensors.put(operator.output(), Stored.of(file, value.getT())));
        }
        sort();
        Fusions fusions = new Fusions();
        for (Operator operator : List.copyOf(order)) {
            fusions.ending(this, operator).ifPresent(whole -> makers.put(operator.output(), whole));
        }
        order.clear();
        readers.clear();
        sort();
        Reading.requireKnown(file, order);
    }

    private static void requireNoneOfOurs(List<Operator> operators) {
        operators.forEach(operator -> operator.require(
                !operator.node().getDomain().equals(Fusions.DOMAIN), "is of a domain that no file has"));
    }

    /** The operators that the output needs, each behind those it reads. */
    private void sort() {
        Set<String> begun = new HashSet<>();
        Set<String> done = new HashSet<>();
        Deque<Operator> open = new ArrayDeque<>();
        Optional.ofNullable(makers.get(output())).ifPresent(open::push);
        while (!open.isEmpty()) {
            Operator operator = open.peek();
            begun.add(operator.output());
            boolean ready = true;
            for (String name : operator.inputs()) {
                Operator maker = tensors.containsKey(name) ? null : makers.get(name);
                if (maker != null && !done.contains(maker.output())) {
                    operator.require(!begun.contains(maker.output()), "is part of a circle of operators");
                    open.push(maker);
                    ready = false;
                }
            }
            if (ready) {
                open.pop();
                if (done.add(operator.output())) {
                    order.add(operator);
                    new HashSet<>(operator.inputs())
                            .forEach(name -> readers.computeIfAbsent(name, _ -> new ArrayList<>())
                                    .add(operator));
                }
            }
        }
        order.forEach(this::requireInputs);
    }

    private void requireInputs(Operator operator) {
        for (String name : operator.inputs()) {
            operator.require(
                    name.isEmpty() || tensors.containsKey(name) || makers.containsKey(name) || name.equals(input()),
                    "reads '" + name + "', which nothing gives");
        }
    }

    /** The name of what comes in. */
    String input() {
        return inputValue().getName();
    }

    private ValueInfoProto inputValue() {
        List<ValueInfoProto> given = graph.getInputList().stream()
                .filter(value -> !tensors.containsKey(value.getName()))
                .toList();
        if (given.size() != 1) {
            throw new EspalierException(file + " takes " + given.size() + " inputs, "
                    + given.stream().map(ValueInfoProto::getName).toList() + "; a network here has one.");
        }
        return given.getFirst();
    }

    /** Sizes of an example. */
    List<Integer> inputSizes() {
        ValueInfoProto value = inputValue();
        List<Dimension> given = value.getType().getTensorType().getShape().getDimList();
        List<Integer> sizes = new ArrayList<>();
        for (int i = 1; i < given.size(); i++) {
            long size = given.get(i).getDimValue();
            if (size < 1 || size > Integer.MAX_VALUE) {
                throw new EspalierException(file + ": the input '" + value.getName() + "' has no fixed size "
                        + (given.get(i).hasDimParam() ? "'" + given.get(i).getDimParam() + "'" : "at " + i)
                        + "; a network here takes examples of one size. Export it with fixed sizes, the batch aside.");
            }
            sizes.add((int) size);
        }
        boolean floats = type() == TensorProto.DataType.FLOAT && sizes.size() <= 3;
        boolean tokens = type() == TensorProto.DataType.INT64 && sizes.size() == 1;
        if (sizes.isEmpty() || !floats && !tokens) {
            throw new EspalierException(file + ": the input '" + value.getName() + "' is " + type() + " with "
                    + given.size() + " sizes; floats [N, features], [N, steps, features] or"
                    + " [N, channels, height, width] are imported, and whole numbers of 64 bits [N, steps].");
        }
        return sizes;
    }

    private TensorProto.DataType type() {
        TensorProto.DataType type = TensorProto.DataType.forNumber(
                inputValue().getType().getTensorType().getElemType());
        return type == null ? TensorProto.DataType.UNDEFINED : type;
    }

    /** The name of what goes out. */
    String output() {
        if (graph.getOutputCount() != 1) {
            throw new EspalierException(file + " gives " + graph.getOutputCount() + " outputs, "
                    + graph.getOutputList().stream()
                            .map(ValueInfoProto::getName)
                            .toList()
                    + "; a network here has one.");
        }
        return graph.getOutput(0).getName();
    }

    List<Operator> operators() {
        return order;
    }

    Optional<Stored> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    Optional<Operator> maker(String name) {
        return Optional.ofNullable(makers.get(name));
    }

    /** How many operators read a value; the output of the graph counts as one more. */
    int readers(String name) {
        return readersOf(name).size() + (name.equals(output()) ? 1 : 0);
    }

    List<Operator> readersOf(String name) {
        return readers.getOrDefault(name, List.of());
    }

    String file() {
        return file;
    }

    /** A tensor that must be there. */
    Stored known(Operator operator, String name) {
        return tensor(name).orElseThrow(() -> operator.refused("computes '" + name + "', which must be stored here"));
    }
}
