package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.score.PruneCriterion;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.PruneCriterionContract;
import org.junit.jupiter.api.Test;

class SaliencyTest extends PruneCriterionContract {
    @Override
    protected PruneCriterion criterion() {
        return new Saliency();
    }

    @Test
    void scoresTheAbsoluteProductOfValueAndGradient() {
        LinkTable links = LinkTable.ofValues(2f, -3f, 0f, 4f).withGradients(0.5f, 0.5f, 9f, -0.25f);

        assertThat(scores(criterion(), links)).containsExactly(1f, 1.5f, 0f, 1f);
    }

    @Test
    void doesNotHideNaN() {
        assertThat(scores(criterion(), LinkTable.ofValues(0f).withGradients(Float.POSITIVE_INFINITY))[0])
                .isNaN();
    }
}
