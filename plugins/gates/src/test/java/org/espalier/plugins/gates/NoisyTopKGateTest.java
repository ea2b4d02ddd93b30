package org.espalier.plugins.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.espalier.api.graph.BalanceOver;
import org.espalier.api.graph.Gate;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoisyTopKGateTest {
    private static final Offset<Double> FOUR_DIGITS = Offset.offset(5e-5);

    private static Gate gate(int routes, boolean renormalize, double balance, double zLoss) {
        return gate(routes, renormalize, balance, 0, 0, zLoss);
    }

    private static Gate gate(
            int routes, boolean renormalize, double balance, double importance, double load, double zLoss) {
        return new NoisyTopKGate(new NoisyTopKGate.Options(
                routes, renormalize, balance, BalanceOver.BATCH, importance, load, zLoss, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"2, true, 0, 0", "2, false, 0.1, 0", "1, true, 0.5, 0.1"})
    void aMixtureIsThatOfTheDoubleReadingWithTheSameDraws(
            int routes, boolean renormalize, double balance, double zLoss) {
        GraphCheck.of(List.of(5), Mixture.of(gate(routes, renormalize, balance, zLoss), 4))
                .batch(40, 37)
                .check();
    }

    @Test
    void withSparseWeightsToo() {
        GraphCheck.of(List.of(7), Mixture.of(gate(2, true, 0.1, 0), 3))
                .density(0.5)
                .batch(20, 13)
                .check();
    }

    /** The logits, and noise whose deviation is softplus(-1000 x), which is 0 here. */
    @Test
    void withoutNoiseTheKeptLogitsMakeTheSoftmaxOfThePaper() {
        double[] off = Mixture.identity(4);
        Arrays.setAll(off, i -> -1000 * off[i]);
        double[][] gates = Mixture.gates(
                gate(2, true, 0, 0), Map.of("gate.weight", Mixture.identity(4), "gate.noise.weight", off), 5, 4, 3, 2);

        assertThat(gates[0][0]).isCloseTo(0.7311, FOUR_DIGITS);
        assertThat(gates[1][0]).isCloseTo(0.2689, FOUR_DIGITS);
        assertThat(gates[2][0] + gates[3][0]).isZero();
    }

    /** Weights that are 0 as at the start: what is kept is decided by noise of deviation softplus(0) = 0.69315. */
    @Test
    void atTheStartEveryExpertIsAsLikely() {
        int positions = 4000;
        Map<String, double[]> zeros = Map.of("gate.weight", new double[12], "gate.noise.weight", new double[12]);
        double[][] gates = Mixture.gates(gate(1, true, 0, 0), 4, zeros, new double[3][positions]);

        for (double[] expert : gates) {
            long seen = Arrays.stream(expert).filter(g -> g != 0).count();
            // Five standard deviations of 4000 draws at 1/4.
            assertThat(seen).isBetween(1000L - 137, 1000L + 137);
        }
    }

    /** At the start every expert's chance is near that of the others: both losses are small, and grow when one is preferred. */
    @Test
    void importanceAndLoadGrowWhenOneExpertIsPreferred() {
        double[] preferring = new double[12];
        Arrays.fill(preferring, 0, 3, 1);
        double[][] ones = new double[3][200];
        for (double[] feature : ones) {
            Arrays.fill(feature, 1);
        }
        for (double[] weights : new double[][] {{1, 0}, {0, 1}}) {
            Gate gate = gate(1, true, 0, weights[0], weights[1], 0);
            double before = Mixture.added(gate, 4, start(new double[12]), ones);
            double after = Mixture.added(gate, 4, start(preferring), ones);

            assertThat(before).isBetween(0.0, 0.1);
            // One of four experts sees all: the squared coefficient of variation is 3.
            assertThat(after).isBetween(2.0, 3.0);
        }
    }

    private static Map<String, double[]> start(double[] gate) {
        return Map.of("gate.weight", gate, "gate.noise.weight", new double[12]);
    }

    @Test
    void withAsManyRoutesAsExpertsThereIsNoLoadToEvenOut() {
        double[][] ones = {{1, 1}, {1, 1}, {1, 1}};
        assertThat(Mixture.added(gate(4, true, 0, 0, 1, 0), 4, start(new double[12]), ones))
                .isZero();
    }

    @Test
    void moreRoutesThanExpertsAreRefused() {
        assertThatThrownBy(() -> gate(3, true, 0, 0).routes(2))
                .hasMessageContaining("cannot go to 3 experts, there are 2");
    }
}
