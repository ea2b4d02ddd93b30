package org.espalier.api.loop;

import java.util.BitSet;
import org.espalier.api.MatrixShape;
import org.osgi.annotation.versioning.ProviderType;

/** A parameter or a running statistic that a {@link Transform} may change. Stored values are numbered row by row. */
@ProviderType
public interface ParameterEditor {
    /** What it is. */
    enum Role {
        /** A trained matrix, of which only links may be stored. */
        WEIGHT,
        /** Trained numbers, such as biases and scales. */
        VECTOR,
        /** Numbers that training measures, such as running means. */
        STATISTIC
    }

    /** Its name, for example {@code fc1.weight}. */
    String name();

    Role role();

    /** Rows and columns; of a vector or a statistic, one column. */
    MatrixShape shape();

    /** How many values are stored. */
    int count();

    /** The row of a stored value. */
    int row(int value);

    /** The column of a stored value. */
    int column(int value);

    /** A copy of the stored values. */
    float[] values();

    /**
     * Writes the stored values.
     *
     * @param values {@code [count()]}, finite
     */
    void set(float[] values);

    /**
     * Keeps only some links of a weight; a dense one becomes sparse. The others do not come back unless a rule grows them.
     *
     * @param links numbers of the stored values that stay
     * @throws org.espalier.api.EspalierException when this is no weight, or the weight is latent
     */
    void keep(BitSet links);
}
