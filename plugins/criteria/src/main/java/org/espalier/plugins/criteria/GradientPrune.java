package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Plugin;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Need;
import org.espalier.api.score.PruneCriterion;

/** {@code |g|}, the absolute loss gradient of a link in the current step. */
@Plugin(
        name = "gradient",
        doc = "Drops the links whose gradient on the current batch is smallest: those the loss is least sensitive to.")
public final class GradientPrune implements PruneCriterion {
    @Inject
    public GradientPrune() {}

    @Override
    public Set<Need> needs() {
        return Set.of(Need.GRADIENT);
    }

    @Override
    public void score(LinkView links, float[] scores) {
        int count = links.count();
        for (int i = 0; i < count; i++) {
            scores[i] = Math.abs(links.gradient(i));
        }
    }
}
