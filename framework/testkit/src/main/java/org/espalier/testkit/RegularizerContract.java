package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Regularizer;
import org.junit.jupiter.api.Test;

/**
 * What every regularizer keeps: a proximal step that is exact (no other norms are better by what {@link
 * Regularizer#value} says), slopes that are the value's, zeros that stay, and nothing held from call to call.
 */
public abstract class RegularizerContract {
    private static final int CASES = 60;
    private static final int RIVALS = 200;

    /** Objectives are sums of some ten numbers about 1, in double. */
    private static final double ROUNDING = 1e-10;

    /** Central differences of a smooth function at this distance are right to about its square. */
    private static final double DISTANCE = 1e-5;

    private static final double OF_DIFFERENCES = 1e-6;

    /** A fresh regularizer; every call gives an equal one. */
    protected abstract Regularizer regularizer();

    @Test
    void aPenaltyIsFiniteAndNothingAtZero() {
        for (int i = 0; i < CASES; i++) {
            Case drawn = Case.drawn(i);
            assertThat(regularizer().value(drawn.groups, drawn.norms))
                    .isFinite()
                    .isNotNegative();
            assertThat(regularizer().value(drawn.groups, new double[drawn.norms.length]))
                    .isZero();
        }
    }

    @Test
    void noOtherNormsAreBetterThanThoseOfTheProximalStep() {
        for (int i = 0; i < CASES; i++) {
            Case drawn = Case.drawn(i);
            double[] chosen = prox(regularizer(), drawn);
            double best = drawn.objective(regularizer(), chosen);
            RandomStream random = RandomStream.ofSeed(i).fork("rivals");
            for (int r = 0; r < RIVALS; r++) {
                double[] rival = rival(chosen, drawn.norms, random.fork(r));
                assertThat(drawn.objective(regularizer(), rival))
                        .as("case %d: %s against %s", i, Arrays.toString(rival), Arrays.toString(chosen))
                        .isGreaterThanOrEqualTo(best - ROUNDING * (1 + best));
            }
        }
    }

    /** Near the norms chosen, along one of them or all, or between them and what they came from. */
    private static double[] rival(double[] chosen, double[] from, RandomStream random) {
        double[] rival = chosen.clone();
        double size = StrictMath.pow(10, -6 * random.uniform(0));
        if (random.uniform(1) < 0.3) {
            for (int j = 0; j < rival.length; j++) {
                rival[j] += size * (from[j] - rival[j]);
            }
        } else {
            boolean all = random.uniform(2) < 0.5;
            int one = (int) random.below(rival.length, 3);
            for (int j = 0; j < rival.length; j++) {
                if ((all || j == one) && from[j] > 0) {
                    rival[j] = Math.max(0, rival[j] + size * random.gaussian(4 + j));
                }
            }
        }
        return rival;
    }

    @Test
    void aStepOfZeroLeavesEveryBit() {
        for (int i = 0; i < CASES; i++) {
            Case drawn = Case.drawn(i);
            Case still = new Case(drawn.groups.withSteps(new double[drawn.norms.length]), drawn.norms);
            assertThat(prox(regularizer(), still)).containsExactly(drawn.norms);
        }
    }

    @Test
    void zerosStayZerosAndNormsFiniteAndPositive() {
        for (int i = 0; i < CASES; i++) {
            Case drawn = Case.drawn(i);
            double[] after = prox(regularizer(), drawn);
            for (int j = 0; j < after.length; j++) {
                assertThat(after[j]).isFinite().isNotNegative();
                assertThat(drawn.norms[j] == 0 && after[j] != 0).isFalse();
            }
        }
        Case zeros = new Case(GroupTable.ofValues(5, 0.5), new double[5]);
        assertThat(prox(regularizer(), zeros)).containsOnly(0);
    }

    @Test
    void slopesAreThoseOfTheValue() {
        for (int i = 0; i < CASES; i++) {
            Case drawn = Case.drawn(i);
            Regularizer regularizer = regularizer();
            double[] slopes = new double[drawn.norms.length];
            regularizer.slopes(drawn.groups, drawn.norms, slopes);
            for (int j = 0; j < slopes.length; j++) {
                if (drawn.norms[j] > 2 * DISTANCE) {
                    double difference = drawn.value(regularizer, j, DISTANCE) - drawn.value(regularizer, j, -DISTANCE);
                    assertThat(slopes[j])
                            .as("case %d, group %d", i, j)
                            .isCloseTo(difference / (2 * DISTANCE), within(OF_DIFFERENCES * (1 + Math.abs(slopes[j]))));
                }
            }
        }
    }

    @Test
    void itDoesTheSameWhateverItDidBefore() {
        Regularizer used = regularizer();
        for (int i = 0; i < CASES; i++) {
            Case drawn = Case.drawn(i);
            assertThat(prox(used, drawn)).containsExactly(prox(regularizer(), drawn));
            assertThat(used.value(drawn.groups, drawn.norms))
                    .isEqualTo(regularizer().value(drawn.groups, drawn.norms));
        }
    }

    /** The norms after a proximal step. */
    private static double[] prox(Regularizer regularizer, Case drawn) {
        double[] norms = drawn.norms.clone();
        regularizer.prox(drawn.groups, norms);
        return norms;
    }

    /** Groups and norms. */
    private static final class Case {
        private final GroupTable groups;
        private final double[] norms;

        Case(GroupTable groups, double[] norms) {
            this.groups = groups;
            this.norms = norms;
        }

        /** A few groups, some of them zero or empty, in one parameter or two, with steps that may differ. */
        static Case drawn(long seed) {
            RandomStream random = RandomStream.ofSeed(seed);
            int count = 2 + (int) random.below(9, 0);
            int[] sizes = new int[count];
            double[] steps = new double[count];
            double[] norms = new double[count];
            boolean uneven = random.uniform(1) < 0.5;
            double step = StrictMath.exp(3 * random.gaussian(2) - 1);
            for (int j = 0; j < count; j++) {
                sizes[j] = (int) random.fork("size").below(7, j);
                steps[j] = uneven ? step * random.fork("step").uniform(j) : step;
                boolean zero = sizes[j] == 0 || random.fork("zero").uniform(j) < 0.15;
                norms[j] = zero ? 0 : Math.abs(random.fork("norm").gaussian(j)) + 0.01;
            }
            int first = 1 + (int) random.below(count - 1, 3);
            GroupTable table = GroupTable.ofValues(count, 0)
                    .withSizes(sizes)
                    .withSteps(steps)
                    .cut(first, count - first);
            return new Case(table, norms);
        }

        double value(Regularizer regularizer, int group, double further) {
            double[] moved = norms.clone();
            moved[group] += further;
            return regularizer.value(groups, moved);
        }

        /** What a proximal step makes smallest, times the largest step; norms with a step of 0 may not move. */
        double objective(Regularizer regularizer, double[] chosen) {
            double most = Arrays.stream(groups.steps()).max().orElse(0);
            double sum = most * regularizer.value(groups, chosen);
            for (int j = 0; j < norms.length; j++) {
                double moved = chosen[j] - norms[j];
                if (moved != 0) {
                    sum += most * moved * moved / (2 * groups.step(j));
                }
            }
            return sum;
        }
    }
}
