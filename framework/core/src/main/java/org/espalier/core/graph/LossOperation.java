package org.espalier.core.graph;

/** A loss at the end of a chain. */
public sealed interface LossOperation {
    /** Softmax cross-entropy against class labels. */
    record CrossEntropy(double smoothing) implements LossOperation {}

    /** Mean squared error against numeric targets, or one-hot labels. */
    record SquaredError() implements LossOperation {}
}
