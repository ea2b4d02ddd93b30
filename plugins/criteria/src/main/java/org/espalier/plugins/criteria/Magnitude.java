package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.PruneCriterion;

/**
 * {@code |w|} (Han et al., "Learning both Weights and Connections for Efficient Neural Networks", NeurIPS 2015). Among
 * all masks with as many links it changes the weight least in the Frobenius norm.
 */
@Plugin(name = "magnitude", doc = "Drops the links with the smallest absolute value; needs nothing but the values.")
public final class Magnitude implements PruneCriterion {
    @Inject
    public Magnitude() {}

    @Override
    public void score(LinkView links, float[] scores) {
        int count = links.count();
        for (int i = 0; i < count; i++) {
            scores[i] = Math.abs(links.value(i));
        }
    }
}
