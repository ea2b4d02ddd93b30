package org.espalier.core.graph;

import org.espalier.api.MatrixShape;
import org.espalier.api.backend.Kernels;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;

/**
 * Features that never change, whatever the data: as they are outside of training, where normalisation uses running
 * statistics and nothing is dropped.
 */
public interface Constants {
    /** The function of one feature at a time. */
    interface Function {
        float of(float constant, int feature);
    }

    /** A kernel on elements of one value or two. */
    interface Elements {
        void compute(Kernels kernels, long first, long second, long out, int floats);
    }

    /** What a feature always is; NaN when it changes. */
    float of(Value value, int feature);

    /** Takes down what a feature always is; NaN when it changes, as all do of which nothing is said. */
    void set(Value value, int feature, float constant);

    /** A number of a vector. */
    float number(VectorSpec vector, int index);

    /** A number of a vector that features are multiplied by; 0 when it is too small to count. */
    float scale(VectorSpec vector, int index);

    /** A number of a statistic. */
    float number(StatisticSpec statistic, int index);

    /**
     * Whether a row of a weight adds up nothing but zeros.
     *
     * @param first the feature that its first channel reads
     */
    boolean silent(MatrixShape weight, int row, Value read, int first);

    /** Whether a column of a table holds nothing but zeros. */
    boolean silentColumn(MatrixShape table, int column);

    /** What a kernel makes of constants. */
    float computed(Elements elements, float first, float second);

    /** Of each feature that never changes, what a function makes of it. */
    default void each(Value in, Value out, Function function) {
        for (int feature = 0; feature < out.features(); feature++) {
            float constant = of(in, feature);
            set(out, feature, Float.isNaN(constant) ? Float.NaN : function.of(constant, feature));
        }
    }

    /** Zero stays zero, and what else never changed may change. */
    default void zeros(Value in, Value out) {
        each(in, out, (constant, _) -> constant == 0 ? 0 : Float.NaN);
    }
}
