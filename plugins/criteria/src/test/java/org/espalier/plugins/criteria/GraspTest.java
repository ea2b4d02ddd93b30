package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.Ranking;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.PruneCriterionContract;
import org.junit.jupiter.api.Test;

class GraspTest extends PruneCriterionContract {
    @Override
    protected PruneCriterion criterion() {
        return new Grasp();
    }

    /** Of the loss w·Hw / 2 with H = [[2, 1], [1, 3]] at w = (1, -1): g = (1, -2), and H g = (0, -5). */
    @Test
    void keepsTheLinkWithoutWhichTheGradientIsSmaller() {
        LinkTable links = LinkTable.ofValues(1f, -1f).withGradients(1f, -2f).withHessianGradients(0f, -5f);

        assertThat(scores(criterion(), links)).containsExactly(0f, 5f);
        assertThat(Ranking.highest(scores(criterion(), links), 1).stream()).containsExactly(1);
    }
}
