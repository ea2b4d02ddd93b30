package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import java.util.BitSet;
import org.espalier.api.MatrixShape;
import org.espalier.api.Plugin;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.Ranking;

/** Every mask is allowed, so every count can be reached and the best mask is the one with the highest scores. */
@Plugin(
        name = "unstructured",
        doc =
                "Links may stand anywhere: the most accurate pattern at a given sparsity, and what sparse storage is made for.")
public final class Unstructured implements Pattern {
    @Inject
    public Unstructured() {}

    @Override
    public long nearestReachable(MatrixShape shape, long links) {
        return links;
    }

    @Override
    public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
        if (positions.length != scores.length) {
            throw new IllegalArgumentException("each of the " + positions.length + " candidates of " + shape.name()
                    + " needs one score, there are " + scores.length);
        }
        return Ranking.highest(scores, keep);
    }
}
