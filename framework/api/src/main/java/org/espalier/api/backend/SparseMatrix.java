package org.espalier.api.backend;

/**
 * Links compressed by rows, in native memory. Within a row columns ascend. The addresses stay valid while the object is
 * handed to kernels.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param links number of stored links
 * @param rowStarts address of {@code int[rows + 1]}
 * @param columnIndices address of {@code int[links]}
 * @param values address of {@code float[links]}
 */
public record SparseMatrix(int rows, int columns, int links, long rowStarts, long columnIndices, long values) {}
