package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.PruneCriterion;

/**
 * {@code |w|^p}. A pattern that keeps or drops groups adds up the scores of a group, which makes the p-th power of its norm:
 * filters by their l1 norm (Li et al., "Pruning Filters for Efficient ConvNets", ICLR 2017) or by their l2 norm (He et al.,
 * "Soft Filter Pruning", IJCAI 2018). Groups of a pattern have one size, so powers rank as norms do. Link by link it ranks as
 * {@code magnitude} does. Computed in double, and at most the largest float.
 */
@Plugin(
        name = "group-norm",
        doc =
                "Drops the groups with the smallest norm under the patterns 'row', 'channel' and 'block'; needs nothing but the values.")
public final class GroupNorm implements PruneCriterion {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "The norm: 1 sums absolute values, 2 squares.", byDefault = "2", range = "[0.5, 8]")
            double p) {
        public Options {
            if (!(p >= 0.5 && p <= 8)) {
                throw new EspalierException("p must be in [0.5, 8], was " + p + ".");
            }
        }
    }

    @Inject
    public GroupNorm(Options options) {
        this.options = options;
    }

    @Override
    public void score(LinkView links, float[] scores) {
        double p = options.p();
        int count = links.count();
        for (int i = 0; i < count; i++) {
            double size = Math.abs((double) links.value(i));
            double power = p == 2 ? size * size : p == 1 ? size : StrictMath.pow(size, p);
            scores[i] = (float) Math.min(power, Float.MAX_VALUE);
        }
    }
}
