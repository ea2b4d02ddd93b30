package org.espalier.plugins.onnx;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.border.TensorView;

/** The parameters of the layers that are read. */
final class Parameters {
    private final FileGraph graph;
    private final List<TensorView> found = new ArrayList<>();

    Parameters(FileGraph graph) {
        this.graph = graph;
    }

    List<TensorView> all() {
        return found;
    }

    /** Numbers of features. */
    void vector(Operator operator, String tensor, String name, int size, List<Integer> order, double times) {
        Stored stored = graph.known(operator, tensor);
        operator.require(
                stored.sizes().stream().reduce(1, Math::multiplyExact) == size,
                "has '" + tensor + "' of " + stored.sizes() + " for " + size + " features");
        float[] given = stored.matrix().all();
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[order.isEmpty() ? i : order.get(i)] = (float) (given[i] * times);
        }
        found.add(new TensorView.Dense(name, new int[] {size}, numbers));
    }

    void matrix(String name, Matrix matrix, int... sizes) {
        found.add(matrix.view(name, sizes));
    }

    /** A vector. */
    void vector(String name, float... numbers) {
        found.add(new TensorView.Dense(name, new int[] {numbers.length}, numbers));
    }

    Stored tensor(Operator operator, String name) {
        return graph.known(operator, name);
    }
}
