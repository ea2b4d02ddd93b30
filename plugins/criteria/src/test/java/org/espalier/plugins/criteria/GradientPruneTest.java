package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.score.PruneCriterion;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.PruneCriterionContract;
import org.junit.jupiter.api.Test;

class GradientPruneTest extends PruneCriterionContract {
    @Override
    protected PruneCriterion criterion() {
        return new GradientPrune();
    }

    @Test
    void scoresTheAbsoluteGradient() {
        LinkTable links = LinkTable.ofValues(9f, 9f, 9f).withGradients(0.5f, -0.7f, -0f);

        assertThat(scores(criterion(), links)).containsExactly(0.5f, 0.7f, 0f);
    }

    @Test
    void doesNotHideNaN() {
        assertThat(scores(criterion(), LinkTable.ofValues(1f).withGradients(Float.NaN))[0])
                .isNaN();
    }
}
