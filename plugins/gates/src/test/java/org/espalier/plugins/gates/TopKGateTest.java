package org.espalier.plugins.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.espalier.api.graph.BalanceOver;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.Layer;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopKGateTest {
    private static final Offset<Double> FOUR_DIGITS = Offset.offset(5e-5);

    private static Gate gate(int routes, boolean renormalize, double balance) {
        return gate(routes, renormalize, balance, 0, 0, 0);
    }

    private static Gate gate(
            int routes, boolean renormalize, double balance, double importance, double zLoss, int search) {
        return new TopKGate(new TopKGate.Options(
                routes, renormalize, balance, BalanceOver.BATCH, importance, zLoss, 0, 0, search, 0));
    }

    private static Gate limited(int routes, double capacity) {
        return new TopKGate(new TopKGate.Options(routes, true, 0.1, BalanceOver.BATCH, 0, 0, capacity, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"2, true, 0, 1", "2, false, 0.1, 1", "1, true, 0.5, 0.5"})
    void aMixtureIsThatOfTheDoubleReading(int routes, boolean renormalize, double balance, double density) {
        Layer mixture = Mixture.of(gate(routes, renormalize, balance), 4);
        GraphCheck.of(List.of(5), mixture).density(density).batch(40, 37).check();
    }

    private static double[][] gates(int routes, boolean renormalize, double... logits) {
        return Mixture.gates(
                gate(routes, renormalize, 0), Map.of("gate.weight", Mixture.identity(logits.length)), logits);
    }

    @Test
    void keptLogitsMakeTheSoftmaxOfThePaper() {
        double[][] gates = gates(2, true, 2, 1, 0, -1);
        assertThat(gates[0][0]).isCloseTo(0.7311, FOUR_DIGITS);
        assertThat(gates[1][0]).isCloseTo(0.2689, FOUR_DIGITS);
        assertThat(gates[2][0] + gates[3][0]).isZero();
    }

    @Test
    void withoutRenormalisingTheyAreThoseOfTheWholeSoftmax() {
        double[][] gates = gates(2, false, 2, 1, 0, -1);
        assertThat(gates[0][0]).isCloseTo(0.6439, FOUR_DIGITS);
        assertThat(gates[1][0]).isCloseTo(0.2369, FOUR_DIGITS);
    }

    @Test
    void oneRouteIsNeverRenormalised() {
        assertThat(gates(1, true, 2, 1, 0, -1)[0][0]).isCloseTo(0.6439, FOUR_DIGITS);
    }

    @Test
    void aConstantMoreInEveryLogitChangesNothing() {
        assertThat(gates(2, true, 7, 6, 5, 4)[0][0]).isCloseTo(0.7311, FOUR_DIGITS);
    }

    /** The gradient is checked at random logits; this is the card's number. */
    @Test
    void squashingAddsTheSquaredLogarithmOfTheSumOfExponentials() {
        Gate gate = gate(2, true, 0, 0, 0.5, 0);
        double[] logits = {2, 1, 0, -1};
        double added = Mixture.added(gate, Map.of("gate.weight", Mixture.identity(4)), logits);

        assertThat(added).isCloseTo(0.5 * 5.95453, FOUR_DIGITS);
        GraphCheck.of(List.of(5), Mixture.of(gate, 4)).batch(40, 37).check();
    }

    /** Probabilities (.9, .1), (.8, .2), (.6, .4) and (.3, .7): shares (.75, .25), means (.65, .35). */
    @Test
    void balancingAddsTheSumOfSharesTimesMeans() {
        Gate gate = gate(1, true, 1, 0, 0, 0);
        double[] first = {0.9, 0.8, 0.6, 0.3};
        double[][] logits = new double[2][4];
        for (int p = 0; p < 4; p++) {
            logits[0][p] = Math.log(first[p]);
            logits[1][p] = Math.log(1 - first[p]);
        }

        assertThat(Mixture.added(gate, Map.of("gate.weight", Mixture.identity(2)), logits))
                .isCloseTo(1.15, FOUR_DIGITS);
    }

    /** Probabilities as above, all of them kept: their sums are 2.6 and 1.4, the variance divided by two. */
    @Test
    void importanceAddsTheSquaredVariationOfSummedGates() {
        double[] first = {0.9, 0.8, 0.6, 0.3};
        double[][] logits = new double[2][4];
        for (int p = 0; p < 4; p++) {
            logits[0][p] = Math.log(first[p]);
            logits[1][p] = Math.log(1 - first[p]);
        }
        Gate gate = gate(2, true, 0, 1, 0, 0);

        assertThat(Mixture.added(gate, Map.of("gate.weight", Mixture.identity(2)), logits))
                .isCloseTo(0.09, FOUR_DIGITS);
        GraphCheck.of(List.of(5), Mixture.of(gate(2, true, 0, 0.3, 0, 0), 4))
                .batch(40, 37)
                .check();
    }

    @Test
    void aMixtureWhoseOrderIsSearchedIsThatOfTheDoubleReading() {
        GraphCheck.of(List.of(5), Mixture.of(gate(2, true, 0.1, 0, 0, 5), 4))
                .batch(40, 37)
                .check();
    }

    /** A constant more in every logit leaves the gates, and not the z-loss. */
    @Test
    void aConstantMoreInEveryLogitChangesTheZLoss() {
        Map<String, double[]> identity = Map.of("gate.weight", Mixture.identity(4));
        Gate gate = gate(2, true, 0, 0, 1, 0);

        double before = Mixture.added(gate, identity, 2, 1, 0, -1);
        assertThat(Mixture.added(gate, identity, 3, 2, 1, 0))
                .isCloseTo(before + 2 * Math.sqrt(before) + 1, FOUR_DIGITS);
    }

    @Test
    void aSearchShowsEveryExpertEveryPosition() {
        assertThat(gate(2, true, 0, 0, 0, 0).routes(9)).isEqualTo(2);
        assertThat(gate(2, true, 0, 0, 0, 10).routes(9)).isEqualTo(9);
        assertThatThrownBy(() -> gate(2, true, 0, 0, 0, 10).routes(65))
                .hasMessage("The order of 65 experts cannot be searched, that of 64 at most can; take 'search: 0'.");
    }

    @Test
    void keepingAllIsTheSoftmaxOfAll() {
        double[][] gates = gates(4, true, 2, 1, 0, -1);
        assertThat(gates[2][0]).isCloseTo(0.0871, FOUR_DIGITS);
        assertThat(gates[3][0]).isCloseTo(0.0321, FOUR_DIGITS);
    }

    /** What is kept is known by its place: a logit of 0 counts like any other, and of equal ones the first are kept. */
    @Test
    void keptLogitsMayBeZeroAndOfEqualOnesTheFirstAreKept() {
        double[][] gates = gates(2, true, 0, 0, 0, -1);

        assertThat(gates[0][0]).isCloseTo(0.5, FOUR_DIGITS);
        assertThat(gates[1][0]).isCloseTo(0.5, FOUR_DIGITS);
        assertThat(gates[2][0] + gates[3][0]).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1.25, 1", "2, 0.5, 1", "3, 0.8, 0.5"})
    void aMixtureOfExpertsWithoutRoomForAllIsThatOfTheDoubleReading(int routes, double capacity, double density) {
        GraphCheck.of(List.of(5), Mixture.of(limited(routes, capacity), 4))
                .density(density)
                .batch(40, 37)
                .check();
    }

    /** All four prefer the first expert: its room is two, and what is dropped counts for the balance all the same. */
    @Test
    void whatIsDroppedCountsForTheBalanceAndIsNothingElsewhere() {
        double[][] logits = {{3, 3, 3, 3}, {0, 0, 0, 0}};
        Map<String, double[]> identity = Map.of("gate.weight", Mixture.identity(2));
        double[][] gates = Mixture.gates(limited(1, 1), 2, identity, logits);

        assertThat(gates[0][1]).isGreaterThan(0.9);
        assertThat(gates[0][2]).isZero();
        assertThat(gates[0][3]).isZero();
        assertThat(gates[1]).containsOnly(0);
        assertThat(Mixture.added(limited(1, 1), identity, logits))
                .isCloseTo(Mixture.added(gate(1, true, 0.1), identity, logits), FOUR_DIGITS);
    }

    @Test
    void moreRoutesThanExpertsAreRefused() {
        assertThatThrownBy(() -> gate(3, true, 0).routes(2))
                .hasMessageContaining("cannot go to 3 experts, there are 2");
    }
}
