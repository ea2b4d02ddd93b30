package org.espalier.plugins.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.number.LayerDistribution;
import org.espalier.api.number.Schedule;
import org.junit.jupiter.api.Test;

/** A sparsity that rises on the cubic curve, divided among layers, as gradual magnitude pruning uses both. */
class GradualPruningTest {
    private static final List<MatrixShape> LAYERS = List.of(
            new MatrixShape("fc1", 300, 784), new MatrixShape("fc2", 100, 300), new MatrixShape("out", 10, 100));
    private static final int UPDATES = 1000;

    @Test
    void onlyEverTakesLinksFromALayer() {
        for (LayerDistribution distribution : List.of(new Uniform(), new ErdosRenyi(), new ErdosRenyiKernel())) {
            long[] before = LAYERS.stream().mapToLong(MatrixShape::positions).toArray();
            long all = Arrays.stream(before).sum();
            Schedule sparsity = new Cubic(new Cubic.Options(0, 0.98));
            for (int update = 0; update <= UPDATES; update++) {
                long links = Math.round((1 - sparsity.at(update / (double) UPDATES)) * all);
                long[] now = distribution.distribute(LAYERS, links);
                for (int l = 0; l < now.length; l++) {
                    assertThat(now[l]).as("layer %d, update %d", l, update).isLessThanOrEqualTo(before[l]);
                }
                before = now;
            }
            assertThat(Arrays.stream(before).sum()).isEqualTo(Math.round(0.02 * all));
        }
    }
}
