package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.testkit.GrowCriterionContract;
import org.espalier.testkit.RowTable;
import org.junit.jupiter.api.Test;

class GradientGrowTest extends GrowCriterionContract {
    @Override
    protected GrowCriterion criterion() {
        return new GradientGrow();
    }

    @Test
    void scoresTheAbsoluteGradient() {
        float[] scores = new float[3];
        criterion().score(RowTable.of(0.5f, -0.7f, -0f), scores);

        assertThat(scores).containsExactly(0.5f, 0.7f, 0f);
    }

    @Test
    void startsNewLinksAtZeroAndKeepsTheStateOfRegrownOnes() {
        assertThat(criterion().startValue(RandomStream.ofSeed(1), 7)).isZero();
        assertThat(criterion().regrownKeepsState()).isTrue();
    }
}
