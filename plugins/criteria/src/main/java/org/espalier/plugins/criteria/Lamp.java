package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import java.util.Arrays;
import org.espalier.api.Plugin;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.PruneCriterion;

/**
 * Layer-adaptive magnitude (Lee et al., "Layer-Adaptive Sparsity for the Magnitude-Based Pruning", ICLR 2021):
 * {@code w² / Σ w'²} over the links of the layer that are not smaller, the link itself among them. It is the share of what is
 * left of the layer, were all smaller links gone, that goes with the link; so scores of different layers can be compared, and
 * the largest link of every layer scores 1.
 *
 * <p>Of equal values the link with the higher index counts as the larger, as in every ranking here. Squares are added in double,
 * the largest first. A layer of zeros scores 0.
 */
@Plugin(
        name = "lamp",
        doc =
                "Drops the links that take the smallest share of what is left of their layer: magnitudes that layers can compare, for distribute 'global'.")
public final class Lamp implements PruneCriterion {
    @Inject
    public Lamp() {}

    @Override
    public void score(LinkView links, float[] scores) {
        int count = links.count();
        long[] order = new long[count];
        for (int i = 0; i < count; i++) {
            order[i] = (long) Float.floatToRawIntBits(Math.abs(links.value(i))) << 32 | i;
        }
        Arrays.sort(order);
        double larger = 0;
        for (int r = count - 1; r >= 0; r--) {
            int link = (int) order[r];
            double value = links.value(link);
            double square = value * value;
            if (Double.isNaN(square)) {
                // The engine reports it; the scores of the others stay numbers.
                scores[link] = Float.NaN;
            } else {
                larger += square;
                scores[link] = larger == 0 ? 0f : (float) (square / larger);
            }
        }
    }
}
