package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.testkit.GrowCriterionContract;
import org.espalier.testkit.RowTable;
import org.junit.jupiter.api.Test;

class UnfiredGrowTest extends GrowCriterionContract {
    @Override
    protected GrowCriterion criterion() {
        return new UnfiredGrow();
    }

    @Test
    void prefersPositionsThatNeverHeldALink() {
        float[] scores = new float[5];
        criterion().score(RowTable.of(new float[5]).held(0, 1, 4), scores);

        assertThat(scores).containsExactly(0f, 0f, 1f, 1f, 0f);
    }

    @Test
    void startsAfreshAtZero() {
        assertThat(criterion().regrownKeepsState()).isFalse();
        assertThat(criterion().uniform()).isFalse();
        assertThat(criterion().startValue(RandomStream.ofSeed(1), 3)).isZero();
    }
}
