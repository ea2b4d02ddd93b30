package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Plugin;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Need;
import org.espalier.api.score.PruneCriterion;

/**
 * {@code |w · g|}, the change of the loss to first order when the link is set to zero (Molchanov et al., "Pruning
 * Convolutional Neural Networks for Resource Efficient Inference", ICLR 2017; the same score as in Lee et al., "SNIP",
 * ICLR 2019). The product is rounded once, to float.
 */
@Plugin(
        name = "saliency",
        doc =
                "Drops the links whose removal changes the loss on the current batch least, to first order: |value x gradient|.")
public final class Saliency implements PruneCriterion {
    @Inject
    public Saliency() {}

    @Override
    public Set<Need> needs() {
        return Set.of(Need.GRADIENT);
    }

    @Override
    public void score(LinkView links, float[] scores) {
        int count = links.count();
        for (int i = 0; i < count; i++) {
            scores[i] = Math.abs(links.value(i) * links.gradient(i));
        }
    }
}
