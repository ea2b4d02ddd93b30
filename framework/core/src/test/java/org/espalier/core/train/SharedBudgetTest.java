package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SharedBudgetTest {
    @Test
    void theHighestScoresOfAllLayersStay() {
        assertThat(SharedBudget.divide(new float[][] {{9, 1, 8}, {2, 7}, {3, 3, 6, 3}}, 4))
                .containsExactly(2, 1, 1);
    }

    @Test
    void aLayerOfSmallScoresKeepsItsBestLink() {
        assertThat(SharedBudget.divide(new float[][] {{10, 20, 30}, {1, 2, 3}}, 3))
                .containsExactly(2, 1);
        assertThat(SharedBudget.divide(new float[][] {{10, 20, 30}, {1, 2, 3}}, 2))
                .containsExactly(1, 1);
    }

    @Test
    void ofEqualScoresThoseOfTheLastLayerStay() {
        assertThat(SharedBudget.divide(new float[][] {{5, 5, 5}, {5, 5, 5}}, 4)).containsExactly(1, 3);
    }

    @Test
    void wholeBudgetsKeepEverything() {
        assertThat(SharedBudget.divide(new float[][] {{1}, {Float.NEGATIVE_INFINITY, 0}}, 3))
                .containsExactly(1, 2);
    }
}
