package org.espalier.plugins.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.espalier.api.loop.Regularizer;
import org.espalier.testkit.GroupTable;
import org.espalier.testkit.RegularizerContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each way to choose width and curvature keeps the contract; the widths are those of the paper's program or given. */
class SmoothL1Test {
    private static final double ROUNDING = 1e-12;

    private static SmoothL1 smooth(double width, boolean joined) {
        return new SmoothL1(new SmoothL1.Options(width, joined));
    }

    private static double[] slopes(SmoothL1 smooth, double step, double... norms) {
        double[] slopes = new double[norms.length];
        smooth.slopes(GroupTable.ofValues(norms.length, step), norms, slopes);
        return slopes;
    }

    private static double[] prox(SmoothL1 smooth, double step, double... norms) {
        double[] after = norms.clone();
        smooth.prox(GroupTable.ofValues(norms.length, step), after);
        return after;
    }

    @Nested
    class OfThePaper extends RegularizerContract {
        @Override
        protected Regularizer regularizer() {
            return smooth(0, false);
        }
    }

    @Nested
    class WithAWidth extends RegularizerContract {
        @Override
        protected Regularizer regularizer() {
            return smooth(0.4, false);
        }
    }

    @Nested
    class Joined extends RegularizerContract {
        @Override
        protected Regularizer regularizer() {
            return smooth(0.4, true);
        }
    }

    @Nested
    class JoinedWithinAStep extends RegularizerContract {
        @Override
        protected Regularizer regularizer() {
            return smooth(0, true);
        }
    }

    /** With a learning rate of 0.1 and a strength of 5e-4 the parabola is below 5e-5. */
    @Test
    void withinAStepOfZeroTheSlopeIsTheNormAndElsewhereOne() {
        assertThat(slopes(smooth(0, false), 5e-5, 0.8, 6e-5, 5e-5, 4e-5)).containsExactly(1, 1, 1, 4e-5);
    }

    @Test
    void withoutAStepItIsTheSumOfNorms() {
        assertThat(slopes(smooth(0, true), 0, 0.8, 1e-9)).containsExactly(1, 1);
        assertThat(smooth(0, false).value(GroupTable.ofValues(2, 0), new double[] {0.8, 0.1}))
                .isCloseTo(0.9, within(ROUNDING));
    }

    /** The sign would go from 0.003 to -0.002 and back; the parabola leaves a part of it, and the joined one nothing. */
    @Test
    void aStepOfPlainDescentNeverGoesBeyondZero() {
        double step = 0.005;
        double norm = 0.003;
        assertThat(norm - step * slopes(smooth(0, false), step, norm)[0])
                .isCloseTo(0.003 * (1 - 0.005), within(ROUNDING));
        assertThat(norm - step * slopes(smooth(0, true), step, norm)[0]).isCloseTo(0, within(ROUNDING));
    }

    @Test
    void theJoinedSlopeGrowsToOneOverTheWidth() {
        assertThat(slopes(smooth(0.4, true), 5, 0.1, 0.2, 0.4, 2))
                .containsExactly(new double[] {0.25, 0.5, 1, 1}, within(ROUNDING));
    }

    /** Below the width divided, above it shortened, and where neither ends there at the width. */
    @Test
    void aProximalStepHasThreeParts() {
        assertThat(prox(smooth(0.4, false), 0.5, 0.3, 0.7, 1.5))
                .containsExactly(new double[] {0.2, 0.4, 1}, within(ROUNDING));
        assertThat(prox(smooth(0.4, true), 0.5, 0.3, 0.9, 1.5))
                .containsExactly(new double[] {0.3 / 2.25, 0.4, 1}, within(ROUNDING));
    }
}
