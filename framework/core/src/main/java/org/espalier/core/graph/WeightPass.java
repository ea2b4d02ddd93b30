package org.espalier.core.graph;

import java.util.List;

/** A pass with a weight, of which it can compute the gradient of every position, stored or not. */
public interface WeightPass extends Pass {
    /** The weight's name. */
    String weight();

    @Override
    default List<WeightPass> products() {
        return List.of(this);
    }

    /** Bytes of scratch {@link #denseGradient} needs for each thread. */
    long scratchBytes();

    /**
     * The gradient of all positions of the rows from … to - 1, after {@link #backward}.
     *
     * @param scratch address of {@link #scratchBytes}
     * @param gradient address of {@code float[to - from][columns]}
     */
    void denseGradient(long scratch, long gradient, int from, int to);
}
