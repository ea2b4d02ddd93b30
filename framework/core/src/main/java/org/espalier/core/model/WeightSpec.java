package org.espalier.core.model;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.StartValues;

/**
 * A weight before it exists.
 *
 * @param layer what recipes select it by: the layer's name, or, where a layer has several weights, layer and weight
 * @param shape of its matrix, named as in files
 * @param stored the shape in files, for example {@code [rows, channels, height, width]}
 * @param start how its links start
 * @param uses how often each link is used for an example, on average: the positions of its layer's output, of which an
 *     expert sees a share
 * @param inputTrained whether the gradient of its input is asked for
 * @param transposed whether a sparse weight keeps a transposed copy for the gradient of its input
 */
public record WeightSpec(
        String layer,
        MatrixShape shape,
        List<Integer> stored,
        StartValues start,
        double uses,
        boolean inputTrained,
        boolean transposed)
        implements ParameterSpec {
    public WeightSpec {
        stored = List.copyOf(stored);
    }

    /** The same weight with zeros for a start, where other values follow at once. */
    WeightSpec unset() {
        return new WeightSpec(layer, shape, stored, Initialisation.ZEROS, uses, inputTrained, transposed);
    }

    /** The same weight with fewer rows or channels. */
    public WeightSpec resized(MatrixShape smaller) {
        List<Integer> sizes = new ArrayList<>(stored);
        sizes.set(0, smaller.rows());
        sizes.set(1, smaller.channels());
        return new WeightSpec(layer, smaller, sizes, start, uses, inputTrained, transposed);
    }

    @Override
    public String name() {
        return shape.name();
    }
}
