package org.espalier.plugins.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.espalier.api.graph.Gate;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoisyTopKGateTest {
    private static final Offset<Double> FOUR_DIGITS = Offset.offset(5e-5);

    private static Gate gate(int routes, boolean renormalize, double balance, double zLoss) {
        return new NoisyTopKGate(new NoisyTopKGate.Options(routes, renormalize, balance, zLoss));
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

    @Test
    void moreRoutesThanExpertsAreRefused() {
        assertThatThrownBy(() -> gate(3, true, 0, 0).routes(2))
                .hasMessageContaining("cannot go to 3 experts, there are 2");
    }
}
