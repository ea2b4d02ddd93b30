package org.espalier.core.graph;

/** The gradient of every position of a weight, stored or not. */
public interface DenseGradient {
    /** Bytes of scratch {@link #denseGradient} needs for each thread. */
    long scratchBytes();

    /**
     * The gradient of all positions of the rows from … to - 1, after the backward pass.
     *
     * @param scratch address of {@link #scratchBytes}
     * @param gradient address of {@code float[to - from][columns]}
     */
    void denseGradient(long scratch, long gradient, int from, int to);
}
