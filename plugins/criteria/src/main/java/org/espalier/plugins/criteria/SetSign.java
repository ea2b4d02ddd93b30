package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import java.util.Arrays;
import org.espalier.api.Plugin;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.PruneCriterion;

/**
 * The rule of SET (Mocanu et al., "Scalable training of artificial neural networks with adaptive sparse connectivity
 * inspired by network science", Nature Communications 2018): the share of links to drop is taken from the smallest
 * positive and from the largest negative values apart.
 *
 * <p>As a score: the links of each sign are ranked by absolute value, and the r-th smallest (from 1) of n gets
 * {@code r / n}. Of p positive and q negative links, {@code floor(share · p) + floor(share · q)} score {@code share} or
 * less, which is {@code floor(share · (p + q))} or one less; the one that may be left over is the next of either sign.
 * Zeros, also -0, count as positive. Of equal values the lower index ranks lower.
 */
@Plugin(
        name = "set-sign",
        doc = "Drops the same share of the positive and of the negative links, those nearest to zero, as SET does.")
public final class SetSign implements PruneCriterion {
    @Inject
    public SetSign() {}

    @Override
    public void score(LinkView links, float[] scores) {
        int count = links.count();
        int negative = 0;
        for (int i = 0; i < count; i++) {
            if (links.value(i) < 0) {
                negative++;
            }
        }
        long[] below = new long[negative];
        long[] above = new long[count - negative];
        for (int i = 0, b = 0, a = 0; i < count; i++) {
            float value = links.value(i);
            if (value < 0) {
                below[b++] = sortable(value, i);
            } else {
                above[a++] = sortable(value, i);
            }
        }
        rank(below, scores);
        rank(above, scores);
    }

    /** Absolute value above, index below: the order of these longs is by absolute value, then by index. */
    private static long sortable(float value, int index) {
        return (long) Float.floatToRawIntBits(Math.abs(value)) << 32 | index;
    }

    private static void rank(long[] links, float[] scores) {
        Arrays.sort(links);
        for (int r = 0; r < links.length; r++) {
            float magnitude = Float.intBitsToFloat((int) (links[r] >>> 32));
            // A rank would hide NaN from the engine, which reports it.
            scores[(int) links[r]] = Float.isNaN(magnitude) ? Float.NaN : (float) ((r + 1) / (double) links.length);
        }
    }
}
