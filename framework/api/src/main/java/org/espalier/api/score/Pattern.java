package org.espalier.api.score;

import java.util.BitSet;
import org.espalier.api.MatrixShape;
import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** A family of allowed masks. */
@ConsumerType
@PluginKind("pattern")
public interface Pattern {
    /**
     * Whether any set of links is a mask of this family. One that is not can be kept only by choosing among all positions at
     * once: at the start, and at the updates of latent weights.
     */
    default boolean free() {
        return true;
    }

    /**
     * The link count nearest to {@code links} that a mask of this family can have.
     *
     * @param links wanted count, in [0, shape.positions()]
     */
    long nearestReachable(MatrixShape shape, long links);

    /**
     * The best mask of this family: marks the links to keep.
     *
     * @param shape the weight
     * @param positions row times columns plus column of each candidate, ascending
     * @param scores one a candidate; higher is better; never NaN
     * @param keep how many to keep, a reachable count not above the number of candidates
     * @return the indices (into {@code positions}) that stay; exactly {@code keep} of them. Of equal scores the higher
     *     index stays.
     */
    BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep);
}
