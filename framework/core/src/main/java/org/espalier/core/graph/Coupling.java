package org.espalier.core.graph;

import org.espalier.api.MatrixShape;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.VectorSpec;

/**
 * Told by operations which features hang together, so that none of them can be removed without the others (Fang et al.,
 * "DepGraph: Towards Any Structural Pruning", CVPR 2023).
 */
public interface Coupling {
    /** None of the features of a value is ever removed. */
    void fix(Value value);

    /** Two features go together. */
    void tie(Value a, int feature, Value b, int other);

    /** A row of a matrix, or a number of a vector, belongs to a feature and goes with it. */
    void row(String parameter, int row, Value value, int feature);

    /** A channel of a matrix (a column, or the columns of the taps of a channel) belongs to a feature that it makes. */
    void column(MatrixShape table, int channel, Value value, int feature);

    /** What is made of a feature does not go with it. */
    void read(Reading reading);

    /**
     * Each position of a value gets the numbers of a vector or a statistic, feature by feature, so that they can take what
     * never changes in it.
     *
     * @param times 1 when they are added, -1 when they are subtracted
     */
    void shift(Value value, ParameterSpec numbers, int times);

    /** Each feature goes with that of the same number. */
    default void tie(Value a, Value b) {
        for (int feature = 0; feature < a.features(); feature++) {
            tie(a, feature, b, feature);
        }
    }

    /** Each number of a vector belongs to the feature of the same number. */
    default void numbers(VectorSpec vector, Value value) {
        for (int feature = 0; feature < value.features(); feature++) {
            row(vector.name(), feature, value, feature);
        }
    }
}
