package org.espalier.plugins.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.espalier.api.graph.Gate;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates at one position, whose digits and selectors are what their biases say. */
final class DselectKTest {
    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);
    private static final Offset<Double> FOUR_DIGITS = Offset.offset(5e-5);

    private static Gate gate(int selectors, double entropy, double unnamed) {
        return new DselectK(new DselectK.Options(selectors, 1, entropy, unnamed, 0, 0));
    }

    private static Map<String, double[]> parameters(double[] digits, double[] selectors) {
        return Map.of(
                "gate.digits.weight",
                new double[digits.length],
                "gate.digits.bias",
                digits,
                "gate.selectors.weight",
                new double[selectors.length],
                "gate.selectors.bias",
                selectors);
    }

    private static double[] gates(int experts, double[] digits, double... selectors) {
        double[][] gates =
                Mixture.gates(gate(selectors.length, 0, 0), experts, parameters(digits, selectors), new double[1][1]);
        double[] each = new double[experts];
        for (int e = 0; e < experts; e++) {
            each[e] = gates[e][0];
        }
        return each;
    }

    private static double added(Gate gate, int experts, double[] digits, double... selectors) {
        return Mixture.added(gate, experts, parameters(digits, selectors), new double[1][1]);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "4, 2", "5, 2", "7, 3", "8, 1"})
    void aMixtureIsThatOfTheDoubleReading(int experts, int selectors) {
        GraphCheck.of(List.of(5), Mixture.of(gate(selectors, 0.1, 0.2), experts))
                .batch(40, 37)
                .check();
    }

    @Test
    void aMixtureWhoseOrderIsSearchedIsThatOfTheDoubleReading() {
        Gate gate = new DselectK(new DselectK.Options(2, 1, 0.1, 0.1, 5, 0));
        GraphCheck.of(List.of(5), Mixture.of(gate, 4)).batch(40, 37).check();
    }

    /** The first digit is 1 with 0.84375, the second is 0. */
    @Test
    void theDigitsSpellTheNumberOfAnExpert() {
        assertThat(gates(4, new double[] {0.25, -0.5}, 0))
                .containsExactly(new double[] {0.15625, 0, 0.84375, 0}, ROUNDING);
    }

    @Test
    void selectorsThatHaveDecidedLeaveOneExpertEach() {
        double[] gates = gates(4, new double[] {1, -1, -1, -1}, 1, 0);

        assertThat(gates[2]).isCloseTo(0.7311, FOUR_DIGITS);
        assertThat(gates[0]).isCloseTo(0.2689, FOUR_DIGITS);
        assertThat(gates[1]).isZero();
        assertThat(gates[3]).isZero();
    }

    @Test
    void selectorsThatDecideForOneExpertShareIt() {
        assertThat(gates(4, new double[] {1, -1, 1, -1}, 1, 0)).containsExactly(new double[] {0, 0, 1, 0}, ROUNDING);
    }

    @Test
    void theWeightsSumToOneWhereEveryNumberNamesAnExpert() {
        double sum = 0;
        for (double gate : gates(8, new double[] {0.2, -0.1, 0.3, 0.05, 0.4, -0.3}, 0.7, -0.2)) {
            sum += gate;
        }
        assertThat(sum).isCloseTo(1, ROUNDING);
    }

    /** Of 0.15625 and 0.84375. */
    @Test
    void theEntropyOfTheSelectorsIsAddedToTheLoss() {
        double entropy = -0.15625 * Math.log(0.15625) - 0.84375 * Math.log(0.84375);

        assertThat(added(gate(1, 0.5, 0), 4, new double[] {0.25, -0.5}, 0)).isCloseTo(0.5 * entropy, FOUR_DIGITS);
        assertThat(added(gate(1, 0.5, 0), 4, new double[] {1, -1}, 0)).isCloseTo(0, FOUR_DIGITS);
    }

    /** Three experts and two digits: what comes to the number 3, here a quarter, is lost, and one through the rest a penalty. */
    @Test
    void whatComesToNoExpertIsLostAndPenalised() {
        assertThat(gates(3, new double[] {0, 0}, 0)).containsExactly(new double[] {0.25, 0.25, 0.25}, ROUNDING);
        assertThat(added(gate(1, 0, 0.5), 3, new double[] {0, 0}, 0)).isCloseTo(0.5 / 0.76, FOUR_DIGITS);
        assertThat(added(gate(1, 0, 0.5), 3, new double[] {1, 1}, 0)).isCloseTo(0.5 / 0.01, FOUR_DIGITS);
        assertThat(added(gate(1, 0, 0.5), 4, new double[] {0, 0}, 0)).isZero();
    }
}
