package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.testkit.GrowCriterionContract;
import org.espalier.testkit.RowTable;
import org.junit.jupiter.api.Test;

class MomentumGrowTest extends GrowCriterionContract {
    @Override
    protected GrowCriterion criterion() {
        return new MomentumGrow(new MomentumGrow.Options("momentum"));
    }

    @Test
    void scoresTheAbsoluteMomentumAndNotTheGradient() {
        float[] scores = new float[3];
        RowTable row = RowTable.of(9f, 9f, 9f).slot("momentum", 0.5f, -0.7f, -0f);
        criterion().score(row, scores);

        assertThat(scores).containsExactly(0.5f, 0.7f, 0f);
    }

    @Test
    void readsTheNumberItIsTold() {
        GrowCriterion ofAdam = new MomentumGrow(new MomentumGrow.Options("mean"));
        float[] scores = new float[2];
        ofAdam.score(RowTable.of(0f, 0f).slot("mean", 1f, -2f).slot("square", 9f, 9f), scores);

        assertThat(ofAdam.slots()).containsExactly("mean");
        assertThat(scores).containsExactly(1f, 2f);
    }

    @Test
    void startsNewLinksAtZeroAndKeepsTheStateOfRegrownOnes() {
        assertThat(criterion().startValue(RandomStream.ofSeed(1), 7)).isZero();
        assertThat(criterion().regrownKeepsState()).isTrue();
    }
}
