package org.espalier.plugins.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.espalier.api.RandomStream;
import org.espalier.testkit.GroupTable;
import org.junit.jupiter.api.Test;

/** Numbers worked out by hand, and 1000 random cases against slow formulas. */
class GroupEnvelopeTest {
    private static final int CASES = 1000;

    /** Examples are given to six digits. */
    private static final double DIGITS = 5.1e-7;

    /** Of sums of some ten numbers about 1, in double. */
    private static final double ROUNDING = 1e-11;

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static GroupEnvelope envelope(double[] weights, double[] costs) {
        GroupEnvelope envelope = new GroupEnvelope(weights.length);
        System.arraycopy(weights, 0, envelope.weights(), 0, weights.length);
        System.arraycopy(costs, 0, envelope.costs(), 0, costs.length);
        return envelope;
    }

    private static double[] prox(double[] weights, double[] costs, double budget, double step, double... norms) {
        double[] after = norms.clone();
        envelope(weights, costs).prox(after, GroupTable.ofValues(norms.length, step), 0, norms.length, budget);
        return after;
    }

    private static double[] prox(double budget, double step, double... norms) {
        return prox(ones(norms.length), ones(norms.length), budget, step, norms);
    }

    private static double value(double budget, double... norms) {
        return envelope(ones(norms.length), ones(norms.length)).value(norms, 0, norms.length, budget);
    }

    private static void assertNorms(double[] actual, double... expected) {
        assertThat(actual).containsExactly(expected, within(DIGITS));
    }

    @Test
    void twoNormsWithABudgetOfOne() {
        assertNorms(prox(1, 1, 3, 1), 1.5, 0);
        assertNorms(prox(1, 0.5, 3, 1), 2, 0);
        assertNorms(prox(1, 0.25, 3, 1), 7.0 / 3, 1.0 / 3);
    }

    @Test
    void moreNorms() {
        assertNorms(prox(1, 0.5, 4, 2, 1), 2.5, 0.5, 0);
        assertNorms(prox(2, 1, 4, 2, 1), 2, 1, 0);
        assertNorms(prox(2, 0.1, 4, 2, 1), 3.636364, 1.75, 0.75);
        assertNorms(prox(2, 0.5, 5, 4, 3, 2), 3.25, 2.25, 1.25, 0.25);
        assertNorms(prox(2, 1, 3, 0, 1), 1.5, 0, 0.5);
        assertNorms(prox(1, 0.5, 5, 2), 3.25, 0.25);
        assertNorms(prox(1, 0.1, 5, 2), 4.416667, 1.416667);
    }

    @Test
    void equalNormsShareTheBudget() {
        assertNorms(prox(2, 1, 1, 1, 1), 0.4, 0.4, 0.4);
        assertNorms(prox(1, 1, 2, 2), 2.0 / 3, 2.0 / 3);
    }

    @Test
    void costsAndWeights() {
        assertNorms(prox(ones(2), new double[] {2, 1}, 2, 0.5, 3, 2), 1.738796, 1.108194);
        assertNorms(prox(new double[] {2, 1}, ones(2), 1, 0.5, 3, 2), 1.234315, 0.751472);
        assertNorms(prox(ones(3), new double[] {2, 1, 1}, 3, 0.5, 4, 3, 1), 2.655112, 2, 0.049021);
    }

    @Test
    void values() {
        assertThat(value(1, 3, 1)).isCloseTo(8, within(ROUNDING));
        assertThat(value(2, 3, 1)).isCloseTo(5, within(ROUNDING));
        assertThat(value(1, 3, 4)).isCloseTo(24.5, within(ROUNDING));
        assertThat(value(2, 4, 2, 1)).isCloseTo(12.5, within(ROUNDING));
        assertThat(value(2, 1, 1, 1)).isCloseTo(2.25, within(ROUNDING));
        assertThat(value(2, 5, 3, 3, 1)).isCloseTo(36, within(5 * ROUNDING));
    }

    @Test
    void aBudgetForAllIsWeightDecayAndOneForOneTheSquareOfTheSum() {
        RandomStream random = RandomStream.ofSeed(2);
        for (int i = 0; i < 100; i++) {
            double[] z = Case.norms(random.fork(i), 6);
            double squares = Arrays.stream(z).map(x -> x * x).sum();
            double sum = Arrays.stream(z).sum();
            assertThat(value(6, z)).isCloseTo(squares / 2, within(ROUNDING * (1 + squares)));
            assertThat(value(1, z)).isCloseTo(sum * sum / 2, within(ROUNDING * (1 + sum * sum)));
        }
    }

    @Test
    void repeatedStepsEndWithASingleNorm() {
        double[] norms = {3, 1};
        norms = prox(1, 0.05, norms);
        assertNorms(norms, 2.818182, 0.818182);
        norms = prox(1, 0.05, norms);
        assertNorms(norms, 2.652893, 0.652893);
        for (int i = 3; i <= 7; i++) {
            norms = prox(1, 0.05, norms);
            assertThat(norms[1]).isPositive();
        }
        assertThat(prox(1, 0.05, norms)[1]).isZero();
    }

    @Test
    void oneStepLeavesABudgetOfNormsExactlyWhenItIsLargeEnough() {
        double[] t = {5, 4, 3, 2};
        double least = 3.0 / (4 - 3);
        assertThat(prox(2, least * 1.001, t)[2]).isZero();
        assertThat(prox(2, least * 0.999, t)[2]).isPositive();
    }

    @Test
    void randomCasesAreThoseOfSlowFormulas() {
        for (int i = 0; i < CASES; i++) {
            Case drawn = Case.drawn(i);
            int m = drawn.norms.length;
            EnvelopeByHand slow = drawn.slow;
            GroupEnvelope fast = envelope(slow.weights(), slow.costs());
            double[] x = drawn.norms.clone();
            fast.prox(x, GroupTable.ofValues(m, drawn.step), 0, m, slow.budget());
            assertThat(x).as("case %d", i).containsExactly(slow.prox(drawn.norms, drawn.step), within(ROUNDING * 10));
            double value = fast.value(drawn.norms, 0, m, slow.budget());
            assertThat(value).as("case %d", i).isCloseTo(slow.value(drawn.norms), within(ROUNDING * (1 + value)));
        }
    }

    /** y = (t - x) / step lies in the subdifferential at x just when value and conjugate add up to their product. */
    @Test
    void valueAndConjugateAddUpToTheProductAtEveryProximalStep() {
        for (int i = 0; i < CASES; i++) {
            Case drawn = Case.drawn(i);
            int m = drawn.norms.length;
            GroupEnvelope fast = envelope(drawn.slow.weights(), drawn.slow.costs());
            double[] x = drawn.norms.clone();
            fast.prox(x, GroupTable.ofValues(m, drawn.step), 0, m, drawn.slow.budget());
            double[] y = new double[m];
            double product = 0;
            for (int j = 0; j < m; j++) {
                y[j] = (drawn.norms[j] - x[j]) / drawn.step;
                product += x[j] * y[j];
            }
            double both = fast.value(x, 0, m, drawn.slow.budget()) + drawn.slow.conjugate(y);
            assertThat(both).as("case %d", i).isCloseTo(product, within(ROUNDING * (1 + product) / drawn.step));
        }
    }

    @Test
    void valueAndConjugateAreNeverBelowTheProduct() {
        for (int i = 0; i < CASES; i++) {
            Case drawn = Case.drawn(i);
            double[] y = Case.norms(RandomStream.ofSeed(i).fork("y"), drawn.norms.length);
            double product = 0;
            for (int j = 0; j < y.length; j++) {
                product += drawn.norms[j] * y[j];
            }
            double value = envelope(drawn.slow.weights(), drawn.slow.costs())
                    .value(drawn.norms, 0, y.length, drawn.slow.budget());
            assertThat(value + drawn.slow.conjugate(y)).isGreaterThanOrEqualTo(product - ROUNDING * (1 + product));
        }
    }

    @Test
    void theValueOfEqualGroupsIsThatOfItsFormula() {
        for (int i = 0; i < CASES; i++) {
            RandomStream random = RandomStream.ofSeed(i);
            double[] z = Case.norms(random, 1 + (int) random.below(9, 0));
            int k = 1 + (int) random.below(z.length, 1);
            assertThat(value(k, z))
                    .as("%s with %d", Arrays.toString(z), k)
                    .isCloseTo(EnvelopeByHand.equal(z.length, k).valueOfEqual(z), within(ROUNDING * 100));
        }
    }

    @Test
    void twoPointsNeverGoApartAndTheOrderOfGroupsDoesNotMatter() {
        for (int i = 0; i < CASES; i++) {
            RandomStream random = RandomStream.ofSeed(i);
            int m = 2 + (int) random.below(8, 0);
            int k = 1 + (int) random.below(m, 1);
            double[] a = Case.norms(random.fork("a"), m);
            double[] b = Case.norms(random.fork("b"), m);
            double[] x = prox(k, 0.3, a);
            assertThat(distance(x, prox(k, 0.3, b))).isLessThanOrEqualTo(distance(a, b) + ROUNDING);
            assertThat(reversed(prox(k, 0.3, reversed(a)))).containsExactly(x, within(ROUNDING));
        }
    }

    @Test
    void aMillionGroupsAreSolvedWithinTheirBudget() {
        int m = 1_000_000;
        RandomStream random = RandomStream.ofSeed(9);
        double[] t = new double[m];
        for (int j = 0; j < m; j++) {
            t[j] = random.uniform(j);
        }
        double step = 0.01;
        double[] x = prox(m / 4.0, step, t);
        double used = 0;
        for (int j = 0; j < m; j++) {
            double factor = t[j] == 0 ? 0 : x[j] / t[j];
            used += step * factor / (1 - factor);
        }
        assertThat(used).isCloseTo(m / 4.0, within(1e-6 * m));
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return Math.sqrt(sum);
    }

    private static double[] reversed(double[] a) {
        double[] reversed = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            reversed[j] = a[a.length - 1 - j];
        }
        return reversed;
    }

    /** Norms, a step, weights, costs and a budget: half of the cases with ties, half of them equal groups. */
    private record Case(double[] norms, double step, EnvelopeByHand slow) {
        static Case drawn(long seed) {
            RandomStream random = RandomStream.ofSeed(seed);
            int m = 1 + (int) random.below(10, 0);
            boolean equal = seed % 4 < 2;
            boolean halved = seed % 4 == 2;
            double[] weights = positive(random.fork("weights"), m, equal, halved);
            double[] costs = positive(random.fork("costs"), m, equal, halved);
            double total = Arrays.stream(costs).sum();
            double budget = equal ? 1 + random.below(m, 1) : total * (0.05 + 0.9 * random.uniform(1));
            double step = 0.02 + 2 * random.uniform(2) * random.uniform(2);
            return new Case(norms(random, m), step, new EnvelopeByHand(weights, costs, budget));
        }

        /** Halved: 1/2, 1 or 2, so that groups of different weights and costs have equal breakpoints. */
        private static double[] positive(RandomStream random, int count, boolean equal, boolean halved) {
            double[] numbers = ones(count);
            for (int j = 0; j < count && !equal; j++) {
                numbers[j] = halved ? 0.5 * (1 << random.below(3, j)) : 0.2 + 2 * random.uniform(j);
            }
            return numbers;
        }

        /** Some of them zero; in half of the draws quarters, so that several are equal. */
        static double[] norms(RandomStream random, int count) {
            double[] norms = new double[count];
            boolean ties = random.fork("ties").uniform(0) < 0.5;
            for (int j = 0; j < count; j++) {
                double norm = Math.abs(random.fork("norms").gaussian(j));
                norms[j] = random.fork("zero").uniform(j) < 0.1 ? 0 : ties ? Math.rint(4 * norm) / 4 : norm;
            }
            return norms;
        }
    }
}
