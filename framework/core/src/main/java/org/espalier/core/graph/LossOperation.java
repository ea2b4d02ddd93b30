package org.espalier.core.graph;

/** A loss at the end of a chain. */
public sealed interface LossOperation {
    /** Softmax cross-entropy against class labels. */
    record CrossEntropy(double smoothing) implements LossOperation {}

    /** Mean squared error against numeric targets, or one-hot labels. */
    record SquaredError() implements LossOperation {}

    /** Cross-entropy of a sigmoid for each feature, against numbers from 0 to 1, or one-hot labels. */
    record BinaryCrossEntropy() implements LossOperation {}

    /** Huber's loss against numeric targets, or one-hot labels. */
    record Huber(double delta) implements LossOperation {}

    /** Divergence of the softmax from probabilities, or one-hot labels. */
    record KlDivergence() implements LossOperation {}

    /** Whether it reads class labels; else it reads a number for each feature. */
    default boolean readsLabels() {
        return this instanceof CrossEntropy;
    }
}
