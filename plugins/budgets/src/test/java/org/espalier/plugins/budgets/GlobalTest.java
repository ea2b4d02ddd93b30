package org.espalier.plugins.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.number.LayerDistribution;
import org.espalier.testkit.LayerDistributionContract;
import org.junit.jupiter.api.Test;

class GlobalTest extends LayerDistributionContract {
    @Override
    protected LayerDistribution distribution() {
        return new Global();
    }

    @Test
    void letsLayersCompeteAndGivesThemTheSameShareBefore() {
        List<MatrixShape> layers = List.of(new MatrixShape("fc1", 300, 784), new MatrixShape("fc2", 100, 300));

        assertThat(distribution().byScore()).isTrue();
        assertThat(distribution().distribute(layers, 26_520)).containsExactly(23_520, 3_000);
    }
}
