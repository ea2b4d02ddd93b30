package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Plugin;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Need;
import org.espalier.api.score.PruneCriterion;

/**
 * {@code (w · g)²}, the squared change of the loss to first order when the link is set to zero (Molchanov et al., "Importance
 * Estimation for Neural Network Pruning", CVPR 2019). Link by link it ranks as {@code saliency} does; a pattern that keeps or
 * drops groups adds up scores, and the sum of squares over a group is the paper's importance of a filter. Squared in double,
 * and at most the largest float.
 */
@Plugin(
        name = "taylor",
        doc =
                "Drops the links whose removal changes the loss least, squared to first order: (value x gradient)²; sums over groups are the importance of filters.")
public final class Taylor implements PruneCriterion {
    @Inject
    public Taylor() {}

    @Override
    public Set<Need> needs() {
        return Set.of(Need.GRADIENT);
    }

    @Override
    public void score(LinkView links, float[] scores) {
        int count = links.count();
        for (int i = 0; i < count; i++) {
            double change = (double) links.value(i) * links.gradient(i);
            scores[i] = (float) Math.min(change * change, Float.MAX_VALUE);
        }
    }
}
