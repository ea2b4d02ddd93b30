package org.espalier.plugins.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.espalier.api.Dial;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Regularizer;
import org.espalier.plugins.regularizers.Wgsef.Measure;
import org.espalier.plugins.regularizers.Wgsef.Scope;
import org.espalier.testkit.GroupTable;
import org.espalier.testkit.RegularizerContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WgsefTest extends RegularizerContract {
    private static final double ROUNDING = 1e-12;

    private static Wgsef wgsef(double keep, Scope of, Measure cost, Measure weigh) {
        return new Wgsef(new Wgsef.Options(Dial.fixed(keep), of, cost, weigh));
    }

    private static Wgsef keeping(double share) {
        return wgsef(share, Scope.ALL, Measure.EVEN, Measure.EVEN);
    }

    @Override
    protected Regularizer regularizer() {
        return keeping(0.5);
    }

    @Nested
    class ByLayer extends RegularizerContract {
        @Override
        protected Regularizer regularizer() {
            return wgsef(0.4, Scope.LAYER, Measure.EVEN, Measure.EVEN);
        }
    }

    @Nested
    class WithCostsAndWeights extends RegularizerContract {
        @Override
        protected Regularizer regularizer() {
            return wgsef(0.3, Scope.ALL, Measure.FLOPS, Measure.SIZE);
        }
    }

    private static double[] prox(Regularizer regularizer, GroupTable groups, double... norms) {
        double[] after = norms.clone();
        regularizer.prox(groups, after);
        return after;
    }

    @Test
    void aShareIsRoundedDownToWholeGroupsButNotToNone() {
        GroupTable groups = GroupTable.ofValues(3, 1);
        assertThat(prox(keeping(0.99), groups, 4, 2, 1)).containsExactly(new double[] {2, 1, 0}, within(ROUNDING));
        assertThat(prox(keeping(2.0 / 3), groups, 4, 2, 1)).containsExactly(new double[] {2, 1, 0}, within(ROUNDING));
        assertThat(prox(keeping(0.01), groups, 3, 1, 0)).containsExactly(new double[] {1.5, 0, 0}, within(ROUNDING));
    }

    @Test
    void emptyGroupsAreNotCounted() {
        GroupTable groups = GroupTable.ofValues(4, 1).withSizes(1, 1, 0, 0);
        assertThat(prox(keeping(0.5), groups, 3, 1, 0, 0))
                .containsExactly(new double[] {1.5, 0, 0, 0}, within(ROUNDING));
    }

    @Test
    void layersShareABudgetOrHaveTheirOwn() {
        GroupTable groups = GroupTable.ofValues(4, 1).cut(2, 2);
        double[] together = prox(keeping(0.5), groups, 40, 30, 2, 1);
        assertThat(together).containsExactly(new double[] {20, 15, 0, 0}, within(ROUNDING));
        double[] apart = prox(wgsef(0.5, Scope.LAYER, Measure.EVEN, Measure.EVEN), groups, 40, 30, 2, 1);
        assertThat(Arrays.copyOfRange(apart, 2, 4))
                .containsExactly(EnvelopeByHand.equal(2, 1).prox(new double[] {2, 1}, 1), within(ROUNDING));
        assertThat(Arrays.copyOf(apart, 2))
                .containsExactly(EnvelopeByHand.equal(2, 1).prox(new double[] {40, 30}, 1), within(ROUNDING));
    }

    @Test
    void groupsCostAndWeighWhatTheyAreSaidTo() {
        GroupTable groups = GroupTable.ofValues(3, 0.5).withSizes(6, 3, 3);
        double[] cost = {1.5, 0.75, 0.75};
        double[] ones = {1, 1, 1};
        double[] norms = {4, 3, 1};
        assertThat(prox(wgsef(0.6, Scope.ALL, Measure.SIZE, Measure.EVEN), groups, norms))
                .containsExactly(new EnvelopeByHand(ones, cost, 1.8).prox(norms, 0.5), within(ROUNDING));
        assertThat(prox(wgsef(0.6, Scope.ALL, Measure.EVEN, Measure.FLOPS), groups, norms))
                .containsExactly(new EnvelopeByHand(cost, ones, 1).prox(norms, 0.5), within(ROUNDING));
    }

    @Test
    void itComesToTheChosenNumberOfGroupsWhateverItsStrength() {
        RandomStream random = RandomStream.ofSeed(5);
        for (double step : new double[] {0.01, 0.1, 1}) {
            double[] norms = new double[40];
            double[] pulled = new double[40];
            for (int j = 0; j < 40; j++) {
                pulled[j] = 0.1 + random.uniform(j);
                norms[j] = pulled[j];
            }
            GroupTable groups = GroupTable.ofValues(40, step);
            for (int i = 0; i < 4000; i++) {
                for (int j = 0; j < 40; j++) {
                    norms[j] += 0.001 * step * (pulled[j] - norms[j]);
                }
                keeping(0.25).prox(groups, norms);
            }
            assertThat(Arrays.stream(norms).filter(norm -> norm > 0).count())
                    .as("with a step of %s", step)
                    .isEqualTo(10);
        }
    }
}
