package org.espalier.api.graph;

import org.espalier.api.MatrixShape;
import org.osgi.annotation.versioning.ProviderType;

/** The links a weight starts with: all positions of a dense one, fewer of a sparse one. */
@ProviderType
public interface WeightLinks {
    /** Rows are outputs, columns what they read. */
    MatrixShape shape();

    /** Links of one output: the columns of a dense weight. */
    int count(int row);

    /** Links of an output on average, at least 1. */
    double fanIn();

    /** Links of an input feature or channel on average, at least 1. */
    double fanOut();

    /** The number of a position, row by row. */
    default long position(int row, int column) {
        return (long) row * shape().columns() + column;
    }

    /** Whether every position has a link. */
    boolean dense();
}
