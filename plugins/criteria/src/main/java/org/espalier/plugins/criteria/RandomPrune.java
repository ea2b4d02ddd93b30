package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.PruneCriterion;

/**
 * Uniform in [0, 1), drawn for the link's coordinates. A link's score does not depend on which other links there are.
 */
@Plugin(name = "random", doc = "Drops links at random: the baseline every other criterion has to beat.")
public final class RandomPrune implements PruneCriterion {
    @Inject
    public RandomPrune() {}

    @Override
    public void score(LinkView links, float[] scores) {
        RandomStream random = links.random().fork("prune");
        long columns = links.shape().columns();
        int count = links.count();
        for (int i = 0; i < count; i++) {
            scores[i] = (float) random.uniform(links.row(i) * columns + links.column(i));
        }
    }
}
