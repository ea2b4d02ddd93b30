package org.espalier.plugins.masks;

import java.util.BitSet;
import java.util.function.LongToIntFunction;
import org.espalier.api.MatrixShape;
import org.espalier.api.score.Ranking;

/**
 * Masks that keep or drop whole groups of positions, all of one size. The score of a group is the sum of those of its
 * positions; of equal sums the group with the higher number stays.
 */
final class Groups {
    private Groups() {}

    /** The count nearest to the wanted one that whole groups make; the higher of two. */
    static long nearest(MatrixShape shape, long links, long size) {
        long groups = (links + size / 2) / size;
        return Math.min(groups, shape.positions() / size) * size;
    }

    /**
     * @param number of groups
     * @param size positions of a group
     * @param of the group of a position
     */
    static BitSet best(long[] positions, float[] scores, int keep, int number, long size, LongToIntFunction of) {
        double[] sums = new double[number];
        for (int i = 0; i < positions.length; i++) {
            sums[of.applyAsInt(positions[i])] += Math.clamp(scores[i], -Float.MAX_VALUE, Float.MAX_VALUE);
        }
        float[] rounded = new float[number];
        for (int group = 0; group < number; group++) {
            rounded[group] = (float) sums[group];
        }
        BitSet groups = Ranking.highest(rounded, (int) (keep / size));
        BitSet kept = new BitSet(positions.length);
        for (int i = 0; i < positions.length; i++) {
            if (groups.get(of.applyAsInt(positions[i]))) {
                kept.set(i);
            }
        }
        return kept;
    }
}
