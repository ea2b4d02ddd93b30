package org.espalier.api.border;

import org.osgi.annotation.versioning.ProviderType;

/** A parameter of a trained model, readable while it is being exported. */
@ProviderType
public sealed interface TensorView {
    /** The parameter's name, for example {@code fc1.weight}. */
    String name();

    /** Its shape, for example {@code [rows, columns]}. */
    int[] shape();

    /**
     * A parameter with every value stored.
     *
     * @param values in row order
     */
    record Dense(String name, int[] shape, float[] values) implements TensorView {}

    /**
     * A matrix of which only links are stored, compressed by rows.
     *
     * @param rowStarts {@code [rows + 1]}: the links of row r are rowStarts[r] … rowStarts[r + 1] - 1
     * @param columns {@code [links]}, ascending within a row
     * @param values {@code [links]}
     */
    record Sparse(String name, int[] shape, int[] rowStarts, int[] columns, float[] values) implements TensorView {}
}
