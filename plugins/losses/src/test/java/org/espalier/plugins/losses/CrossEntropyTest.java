package org.espalier.plugins.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.espalier.api.graph.Loss;
import org.espalier.testkit.LossContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CrossEntropyTest extends LossContract {
    private static final Offset<Double> ROUNDING = Offset.offset(1e-12);
    private static final double LOG_3 = Math.log(3);

    @Override
    protected Loss loss() {
        return new CrossEntropy(new CrossEntropy.Options(0));
    }

    @Nested
    class Smoothed extends LossContract {
        @Override
        protected Loss loss() {
            return new CrossEntropy(new CrossEntropy.Options(0.2));
        }

        @Test
        void wantsALittleOfEveryClass() {
            double expected = -(0.9 * Math.log(0.75) + 0.1 * Math.log(0.25));

            assertThat(value(loss(), new double[][] {{LOG_3}, {0}}, 0)).isCloseTo(expected, ROUNDING);
        }
    }

    @Test
    void isTheLogarithmOfTheClassesWhenNothingIsKnown() {
        assertThat(value(loss(), new double[10][1], 4)).isCloseTo(Math.log(10), ROUNDING);
    }

    @Test
    void isMinusTheLogarithmOfTheWantedProbability() {
        assertThat(value(loss(), new double[][] {{LOG_3}, {0}}, 0)).isCloseTo(-Math.log(0.75), ROUNDING);
        assertThat(value(loss(), new double[][] {{LOG_3}, {0}}, 1)).isCloseTo(-Math.log(0.25), ROUNDING);
    }

    @Test
    void refusesSmoothingThatLeavesNothingOfTheLabel() {
        assertThatThrownBy(() -> new CrossEntropy.Options(1)).hasMessage("smoothing must be in [0, 1), was 1.0.");
    }
}
