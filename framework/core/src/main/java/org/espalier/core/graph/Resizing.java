package org.espalier.core.graph;

import org.espalier.api.MatrixShape;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;

/** What values and parameters have become with fewer features; those that lost none are the same as before. */
public interface Resizing {
    /** A value with the features that are left, at least one, at the same positions. */
    Value value(Value before);

    /** How many features before this one are still there. */
    int index(Value before, int feature);

    /** {@code [rows left][channels left * taps]}, by the same name. */
    MatrixShape weight(MatrixShape before);

    /** A vector of as many numbers as features are left. */
    VectorSpec vector(VectorSpec before);

    /** A statistic of as many numbers as features are left. */
    StatisticSpec statistic(StatisticSpec before);
}
