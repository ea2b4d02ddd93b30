package org.espalier.core.graph;

import org.espalier.api.MatrixShape;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;

/** What values and parameters have become with fewer features; those that lost none are the same as before. */
public interface Resizing {
    Value value(Value before);

    /** How many features before this one are still there. */
    int index(Value before, int feature);

    MatrixShape weight(MatrixShape before);

    VectorSpec vector(VectorSpec before);

    StatisticSpec statistic(StatisticSpec before);
}
