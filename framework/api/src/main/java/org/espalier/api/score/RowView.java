package org.espalier.api.score;

import org.espalier.api.MatrixShape;
import org.osgi.annotation.versioning.ProviderType;

/** The positions of one row of a weight, whether they hold a link or not, as an update sees them. */
@ProviderType
public interface RowView {
    /** Of the weight. */
    MatrixShape shape();

    /** The output feature. */
    int row();

    /** The loss gradient of a position in the current step; 0 unless the criterion needs {@link Need#DENSE_GRADIENT}. */
    float gradient(int column);

    /** Whether the position has held a link at some time of the phase. */
    boolean held(int column);

    /**
     * A number the optimizer keeps for a position, whether it holds a link or not.
     *
     * @param name one of {@link GrowCriterion#slots}
     */
    float slot(String name, int column);
}
