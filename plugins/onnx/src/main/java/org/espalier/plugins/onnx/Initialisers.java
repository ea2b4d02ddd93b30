package org.espalier.plugins.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.espalier.api.border.TensorView;

/** The parameters of a model as tensors of a graph, in the form each operator wants; each form is stored once. */
final class Initialisers {
    private final Map<String, TensorView> parameters = new HashMap<>();
    private final boolean sparse;
    private final GraphFile graph;
    private final Map<String, String> written = new HashMap<>();

    /**
     * @param sparse whether links are written as links where that is smaller
     */
    Initialisers(List<TensorView> parameters, boolean sparse, GraphFile graph) {
        parameters.forEach(parameter -> this.parameters.put(parameter.name(), parameter));
        this.sparse = sparse;
        this.graph = graph;
    }

    /** A parameter, row by row, with other sizes than it has in the model. */
    String sized(String parameter, long... sizes) {
        return written.computeIfAbsent(
                parameter + Arrays.toString(sizes), _ -> write(parameter, matrix(parameter), sizes));
    }

    /** A vector, with a size of 1 for each of so many axes behind it. */
    String vector(String parameter, int axesBehind) {
        long[] sizes = new long[1 + axesBehind];
        Arrays.fill(sizes, 1);
        sizes[0] = matrix(parameter).all().length;
        return sized(parameter, sizes);
    }

    /** A matrix whose rows have become columns. */
    String transposed(String parameter, int rows, int columns) {
        return written.computeIfAbsent(
                parameter + "/transposed", name -> write(name, matrix(parameter).transposed(), columns, rows));
    }

    /** A parameter of its own, of numbers made of the model's. */
    String write(String name, Matrix matrix, long... sizes) {
        if (sparse && matrix.smallerAsLinks()) {
            return graph.tensor(name, matrix.places(), matrix.links(), sizes);
        }
        return matrix.linked() ? graph.linked(name, matrix.marked(), sizes) : graph.tensor(name, matrix.all(), sizes);
    }

    /** The numbers of a parameter. */
    Matrix matrix(String parameter) {
        return Matrix.of(Objects.requireNonNull(parameters.get(parameter), parameter));
    }
}
