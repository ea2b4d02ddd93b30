package org.espalier.plugins.optimizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.espalier.api.Dial;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Optimizer;
import org.espalier.testkit.OptimizerContract;
import org.espalier.testkit.StepAt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AdamTest extends OptimizerContract {
    /** A few roundings of float at 1. */
    private static final Offset<Float> ROUNDING = Offset.offset(3e-7f);

    /** The root of a mean of squares that started in float may be off by parts in 10^5 while it is young. */
    private static final double ROUNDING_OF_ALL_STEPS = 2e-5;

    @Override
    protected Optimizer optimizer() {
        return adam(0.1);
    }

    @Nested
    class WithDecayApart extends OptimizerContract {
        @Override
        protected Optimizer optimizer() {
            return adamW(0.1);
        }
    }

    @Test
    void movesByTheLearningRateInTheFirstStep() {
        for (float gradient : new float[] {1e-3f, 0.5f, 1000f}) {
            float[] w = {1};
            adam(0).update(w, new float[] {gradient}, new float[2][1], 1, new StepAt(1, 0.1, true));
            assertThat(w[0]).as("gradient %s", gradient).isCloseTo(0.9f, Offset.offset(2e-6f));
        }
    }

    @Test
    void movesLessWhenTheGradientShrinks() {
        assertThat(afterTwoSteps(adam(0))).isCloseTo(0.8196959f, ROUNDING);
    }

    @Test
    void addsDecayToTheGradient() {
        assertThat(afterTwoSteps(adam(0.1))).isCloseTo(0.8136483f, ROUNDING);
    }

    @Test
    void shrinksValuesApartFromTheGradient() {
        assertThat(afterTwoSteps(adamW(0.1))).isCloseTo(0.8007959f, ROUNDING);
    }

    private static float afterTwoSteps(Optimizer optimizer) {
        float[] w = {1};
        float[][] slots = new float[2][1];
        optimizer.update(w, new float[] {0.5f}, slots, 1, new StepAt(1, 0.1, true));
        optimizer.update(w, new float[] {0.1f}, slots, 1, new StepAt(2, 0.1, true));
        return w[0];
    }

    @Test
    void shrinksAValueWithoutGradientByRateTimesDecay() {
        float[] w = {2};
        adamW(0.5).update(w, new float[] {0}, new float[2][1], 1, new StepAt(1, 0.1, true));
        assertThat(w[0]).isCloseTo(1.9f, ROUNDING);
        adamW(0.5).update(w, new float[] {0}, new float[2][1], 1, new StepAt(1, 0.1, false));
        assertThat(w[0]).isCloseTo(1.9f, ROUNDING);
    }

    @Test
    void followsTheFormulaInDouble() {
        for (int i = 0; i < 100; i++) {
            followsTheFormulaInDouble(RandomStream.ofSeed(i), 0.02, 0);
            followsTheFormulaInDouble(RandomStream.ofSeed(i), 0, 0.02);
        }
    }

    private static void followsTheFormulaInDouble(RandomStream random, double coupled, double apart) {
        Optimizer optimizer = apart > 0 ? adamW(apart) : adam(coupled);
        double w = random.gaussian(0);
        double m = 0;
        double s = 0;
        float[] value = {(float) w};
        float[][] slots = new float[2][1];
        for (int t = 1; t <= 50; t++) {
            double g = random.gaussian(t);
            optimizer.update(value, new float[] {(float) g}, slots, 1, new StepAt(t, 0.01, true));
            g += coupled * w;
            m = 0.9 * m + 0.1 * g;
            s = 0.999 * s + 0.001 * g * g;
            double mean = m / (1 - Math.pow(0.9, t));
            double square = s / (1 - Math.pow(0.999, t));
            w = w * (1 - 0.01 * apart) - 0.01 * mean / (Math.sqrt(square) + 1e-8);
        }
        assertThat((double) value[0]).isCloseTo(w, Offset.offset(ROUNDING_OF_ALL_STEPS));
    }

    @Test
    void refusesOptionsOutOfRange() {
        assertThatThrownBy(() -> new Adam.Options(1, 0.999, 1e-8, Dial.fixed(0)))
                .hasMessage("beta1 must be in [0, 1), was 1.0.");
        assertThatThrownBy(() -> new AdamW.Options(0.9, -0.1, 1e-8, Dial.fixed(0)))
                .hasMessage("beta2 must be in [0, 1), was -0.1.");
        assertThatThrownBy(() -> new Adam.Options(0.9, 0.999, 0, Dial.fixed(0)))
                .hasMessage("epsilon must be in [1e-30, 1], was 0.0.");
    }

    private static Optimizer adam(double decay) {
        return new Adam(new Adam.Options(0.9, 0.999, 1e-8, Dial.fixed(decay)));
    }

    private static Optimizer adamW(double decay) {
        return new AdamW(new AdamW.Options(0.9, 0.999, 1e-8, Dial.fixed(decay)));
    }
}
