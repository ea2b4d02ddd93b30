package org.espalier.plugins.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.number.LayerDistribution;
import org.espalier.testkit.LayerDistributionContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ErdosRenyiTest extends LayerDistributionContract {
    private static final List<MatrixShape> LENET = List.of(
            new MatrixShape("fc1", 300, 784), new MatrixShape("fc2", 100, 300), new MatrixShape("out", 10, 100));

    /** The published numbers have six digits. */
    private static final Offset<Double> SIX_DIGITS = Offset.offset(5e-5);

    @Override
    protected LayerDistribution distribution() {
        return new ErdosRenyi();
    }

    /** Dense layers have no kernel, so both rules are one. */
    @Nested
    class WithKernels extends LayerDistributionContract {
        @Override
        protected LayerDistribution distribution() {
            return new ErdosRenyiKernel();
        }

        @Test
        void givesDenseLayersTheSameCounts() {
            assertThat(distribution().distribute(LENET, 26_620)).isEqualTo(new ErdosRenyi().distribute(LENET, 26_620));
        }
    }

    @Test
    void givesTwoSmallLayersTheirSharesOfAHalf() {
        List<MatrixShape> layers = List.of(new MatrixShape("a", 4, 4), new MatrixShape("b", 2, 8));

        assertThat(Apportionment.factor(layers, 16, ErdosRenyi::claim)).isCloseTo(16.0 / 18, SIX_DIGITS);
        assertThat(distribution().distribute(layers, 16)).containsExactly(7, 9);
    }

    @Test
    void fillsASmallLayerThatWouldGetMoreThanItHolds() {
        assertThat(Apportionment.factor(LENET, 26_620, ErdosRenyi::claim)).isCloseTo(17.2642, SIX_DIGITS);
        assertThat(distribution().distribute(LENET, 26_620)).containsExactly(18_714, 6_906, 1_000);
    }

    @Test
    void fillsNoLayerWhenAllHaveRoom() {
        assertThat(Apportionment.factor(LENET, 13_310, ErdosRenyi::claim)).isCloseTo(8.35006, SIX_DIGITS);
        assertThat(distribution().distribute(LENET, 13_310)).containsExactly(9_051, 3_340, 919);
    }

    @Test
    void claimsWhatSetInsertsIntoALayer() {
        assertThat(20 * ErdosRenyi.claim(new MatrixShape("w", 1000, 784))).isEqualTo(35_680);
        assertThat(13 * ErdosRenyi.claim(new MatrixShape("w", 1000, 500))).isEqualTo(19_500);
    }

    @Test
    void leavesEveryLayerOneLinkHoweverSmallTheBudget() {
        List<MatrixShape> layers = List.of(new MatrixShape("large", 5000, 5000), new MatrixShape("small", 2, 2));

        assertThat(distribution().distribute(layers, 2)).containsExactly(1, 1);
        assertThat(distribution().distribute(layers, 10)).containsExactly(9, 1);
    }

    @Test
    void saysWhichBudgetsCanBeDivided() {
        assertThatThrownBy(() -> distribution().distribute(LENET, 2))
                .isInstanceOf(EspalierException.class)
                .hasMessage("2 links cannot be divided among 3 layers with 266200 positions: each layer needs one link,"
                        + " so between 3 and 266200 links can be divided.");
        assertThatThrownBy(() -> distribution().distribute(LENET, 266_201)).isInstanceOf(EspalierException.class);
    }
}
