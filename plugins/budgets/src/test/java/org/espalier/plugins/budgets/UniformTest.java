package org.espalier.plugins.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.number.LayerDistribution;
import org.espalier.testkit.LayerDistributionContract;
import org.junit.jupiter.api.Test;

class UniformTest extends LayerDistributionContract {
    @Override
    protected LayerDistribution distribution() {
        return new Uniform();
    }

    @Test
    void givesEveryLayerTheSameShare() {
        List<MatrixShape> layers = List.of(
                new MatrixShape("fc1", 300, 784), new MatrixShape("fc2", 100, 300), new MatrixShape("out", 10, 100));

        assertThat(distribution().distribute(layers, 26_620)).containsExactly(23_520, 3_000, 100);
    }
}
