package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.RowView;

/**
 * Positions that have never held a link first, each equally likely; when there are none left, all others, each equally likely
 * (the random growth among unfired weights of Liu et al., "Do We Actually Need Dense Over-Parameterization? In-Time
 * Over-Parameterization in Sparse Training", ICML 2021). New links start at zero; a link dropped and drawn again in the same
 * update is a new link.
 */
@Plugin(
        name = "unfired",
        doc =
                "Grows links at random places that never held one, as long as there are such: the widest exploration; needs no gradient.")
public final class UnfiredGrow implements GrowCriterion {
    @Inject
    public UnfiredGrow() {}

    /** Equal scores are ordered by a seeded hash of the coordinates, which is the draw. */
    @Override
    public void score(RowView row, float[] scores) {
        for (int column = 0; column < scores.length; column++) {
            scores[column] = row.held(column) ? 0f : 1f;
        }
    }

    @Override
    public boolean regrownKeepsState() {
        return false;
    }
}
