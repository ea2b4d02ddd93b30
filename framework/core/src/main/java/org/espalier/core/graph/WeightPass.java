package org.espalier.core.graph;

import java.util.List;

/**
 * A pass with a weight, of which it can compute the gradient of every position. Where a later pass shares the weight, it adds to
 * what that one left.
 */
public interface WeightPass extends Pass, DenseGradient {
    /** The weight's name. */
    String weight();

    @Override
    default List<WeightPass> products() {
        return List.of(this);
    }
}
