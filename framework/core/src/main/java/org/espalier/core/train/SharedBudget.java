package org.espalier.core.train;

import java.util.BitSet;
import org.espalier.api.score.Ranking;

/** One budget of links for several layers: the highest scores of all stay. */
final class SharedBudget {
    private SharedBudget() {}

    /**
     * How many links each layer keeps. The best of each layer stays whatever the others score, so that signals pass.
     *
     * @param scores of each layer's links, never NaN
     * @param links the budget, from the number of layers to the number of scores
     */
    static long[] divide(float[][] scores, long links) {
        int all = 0;
        for (float[] layer : scores) {
            all = Math.addExact(all, layer.length);
        }
        float[] joined = new float[all];
        int first = 0;
        for (float[] layer : scores) {
            System.arraycopy(layer, 0, joined, first, layer.length);
            joined[first + Ranking.highest(layer, 1).nextSetBit(0)] = Float.POSITIVE_INFINITY;
            first += layer.length;
        }
        BitSet stays = Ranking.highest(joined, Math.toIntExact(links));
        long[] counts = new long[scores.length];
        first = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = stays.get(first, first + scores[i].length).cardinality();
            first += scores[i].length;
        }
        return counts;
    }
}
