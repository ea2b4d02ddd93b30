package org.espalier.plugins.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.espalier.api.Dial;
import org.espalier.api.RandomStream;
import org.espalier.plugins.regularizers.Wgsef.Measure;
import org.espalier.plugins.regularizers.Wgsef.Scope;
import org.espalier.testkit.GroupTable;
import org.junit.jupiter.api.Test;

/** The envelope by its definition: what a proximal step makes small, and a choice of whole groups. */
class EnvelopeDefinitionTest {
    private static final int CASES = 1000;

    /** Of sums of some ten numbers about 1, in double. */
    private static final double ROUNDING = 1e-11;

    private static Wgsef keeping(int groups, int of) {
        return new Wgsef(new Wgsef.Options(Dial.fixed((double) groups / of), Scope.ALL, Measure.EVEN, Measure.EVEN));
    }

    private static double[] prox(int budget, double step, double... norms) {
        double[] after = norms.clone();
        keeping(budget, norms.length).prox(GroupTable.ofValues(norms.length, step), after);
        return after;
    }

    private static double value(int budget, double... norms) {
        return keeping(budget, norms.length).value(GroupTable.ofValues(norms.length, 1), norms);
    }

    /** What the proximal step from t makes small, at x. */
    private static double objective(int budget, double step, double[] t, double[] x) {
        double apart = 0;
        for (int j = 0; j < t.length; j++) {
            apart += (t[j] - x[j]) * (t[j] - x[j]);
        }
        return step * value(budget, x) + apart / 2;
    }

    @Test
    void theObjectiveAtAProximalStepIsWhatItIsByHand() {
        double[] two = {3, 1};
        assertThat(objective(1, 0.25, two, prox(1, 0.25, two))).isCloseTo(4.0 / 3, within(ROUNDING));
        double[] four = {5, 4, 3, 2};
        assertThat(objective(2, 0.5, four, prox(2, 0.5, four))).isCloseTo(12.25, within(ROUNDING));
    }

    /** At x = (7/3, 1/3) the slope y = (t - x) / step is (8/3, 8/3). */
    @Test
    void valueConjugateAndProductOfAnExample() {
        double[] x = prox(1, 0.25, 3, 1);
        double[] y = {4 * (3 - x[0]), 4 * (1 - x[1])};
        assertThat(y).containsExactly(new double[] {8.0 / 3, 8.0 / 3}, within(ROUNDING));
        assertThat(value(1, x)).isCloseTo(32.0 / 9, within(ROUNDING));
        assertThat(EnvelopeByHand.equal(2, 1).conjugate(y)).isCloseTo(32.0 / 9, within(ROUNDING));
        assertThat(x[0] * y[0] + x[1] * y[1]).isCloseTo(64.0 / 9, within(ROUNDING));
    }

    /** The groups (3, 4) and (0, 2), by their norms. */
    @Test
    void twoGroupsOfTwoValues() {
        double[] firm = prox(1, 0.5, 5, 2);
        assertThat(new double[] {3 * firm[0] / 5, 4 * firm[0] / 5, firm[1]})
                .containsExactly(new double[] {1.95, 2.6, 0.25}, within(ROUNDING));
        double[] soft = prox(1, 0.1, 5, 2);
        assertThat(new double[] {3 * soft[0] / 5, 4 * soft[0] / 5, soft[1]})
                .containsExactly(new double[] {2.65, 10.6 / 3, 4.25 / 3}, within(ROUNDING));
    }

    /**
     * The envelope is the largest convex function below "½ Σ w z² where at most k groups are not zero"; so its conjugate is
     * that of this function: the best of all choices of k groups.
     */
    @Test
    void theConjugateIsThatOfTheBestChoiceOfWholeGroups() {
        for (int i = 0; i < CASES; i++) {
            RandomStream random = RandomStream.ofSeed(i);
            int m = 1 + (int) random.below(8, 0);
            int k = 1 + (int) random.below(m, 1);
            double[] y = new double[m];
            double[] weights = new double[m];
            double[] ones = new double[m];
            Arrays.fill(ones, 1);
            for (int j = 0; j < m; j++) {
                y[j] = Math.rint(4 * random.fork("y").gaussian(j)) / 4;
                weights[j] = 0.5 * (1 << random.fork("weights").below(3, j));
            }
            double best = best(y, weights, k);
            assertThat(new EnvelopeByHand(weights, ones, k).conjugate(y))
                    .as("case %d", i)
                    .isCloseTo(best, within(ROUNDING * (1 + best)));
        }
    }

    private static double best(double[] y, double[] weights, int budget) {
        double best = 0;
        for (int chosen = 0; chosen < 1 << y.length; chosen++) {
            if (Integer.bitCount(chosen) <= budget) {
                double sum = 0;
                for (int j = 0; j < y.length; j++) {
                    sum += (chosen >> j & 1) == 1 ? y[j] * y[j] / weights[j] / 2 : 0;
                }
                best = Math.max(best, sum);
            }
        }
        return best;
    }
}
