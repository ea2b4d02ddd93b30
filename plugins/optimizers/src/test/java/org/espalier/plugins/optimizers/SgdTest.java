package org.espalier.plugins.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.espalier.api.Dial;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Optimizer;
import org.espalier.testkit.OptimizerContract;
import org.espalier.testkit.StepAt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SgdTest extends OptimizerContract {
    /** A few roundings of float at 1. */
    private static final Offset<Float> ROUNDING = Offset.offset(3e-7f);

    private static final int STEPS = 50;

    /** Every step rounds a value near 1 and a move near 1 / 10 a few times. */
    private static final double ROUNDING_OF_ALL_STEPS = 1e-5;

    @Override
    protected Optimizer optimizer() {
        return sgd(0.9, false, 0.01);
    }

    @Nested
    class WithNesterov extends OptimizerContract {
        @Override
        protected Optimizer optimizer() {
            return sgd(0.9, true, 0.01);
        }
    }

    @Nested
    class WithoutMomentum extends OptimizerContract {
        @Override
        protected Optimizer optimizer() {
            return sgd(0, false, 0);
        }
    }

    @Test
    void keepsMomentum() {
        float[] w = {1};
        float[][] slots = {{0}};
        sgd(0.9, false, 0).update(w, new float[] {0.5f}, slots, 1, new StepAt(1, 0.1, true));
        assertThat(w[0]).isCloseTo(0.95f, ROUNDING);
        assertThat(slots[0][0]).isEqualTo(0.5f);
        sgd(0.9, false, 0).update(w, new float[] {0.5f}, slots, 1, new StepAt(2, 0.1, true));
        assertThat(w[0]).isCloseTo(0.855f, ROUNDING);
        assertThat(slots[0][0]).isCloseTo(0.95f, ROUNDING);
    }

    @Test
    void looksAheadWithNesterov() {
        float[] w = {1};
        float[][] slots = {{0}};
        sgd(0.9, true, 0).update(w, new float[] {0.5f}, slots, 1, new StepAt(1, 0.1, true));
        assertThat(w[0]).isCloseTo(0.905f, ROUNDING);
        sgd(0.9, true, 0).update(w, new float[] {0.5f}, slots, 1, new StepAt(2, 0.1, true));
        assertThat(w[0]).isCloseTo(0.7695f, ROUNDING);
    }

    @Test
    void addsWeightDecayToTheGradientWhereTheParameterDecays() {
        float[] w = {1, 1};
        sgd(0, false, 0.1).update(w, new float[] {0.5f}, new float[1][1], 1, new StepAt(1, 0.1, true));
        assertThat(w[0]).isCloseTo(0.94f, ROUNDING);
        assertThat(w[1]).isEqualTo(1f);
        w[0] = 1;
        sgd(0, false, 0.1).update(w, new float[] {0.5f}, new float[1][1], 1, new StepAt(1, 0.1, false));
        assertThat(w[0]).isCloseTo(0.95f, ROUNDING);
    }

    @Test
    void readsItsDialsAtEveryStep() {
        double[] momentum = {0.5};
        Optimizer sgd = new Sgd(new Sgd.Options(() -> momentum[0], false, Dial.fixed(0)));
        float[] w = {1};
        float[][] slots = {{0}};
        sgd.update(w, new float[] {1}, slots, 1, new StepAt(1, 0.1, true));
        momentum[0] = 0;
        sgd.update(w, new float[] {1}, slots, 1, new StepAt(2, 0.1, true));

        assertThat(slots[0][0]).isEqualTo(1f);
    }

    @Test
    void followsTheFormulaInDouble() {
        followsTheFormulaInDouble(false);
        followsTheFormulaInDouble(true);
    }

    private static void followsTheFormulaInDouble(boolean nesterov) {
        for (int i = 0; i < 100; i++) {
            RandomStream random = RandomStream.ofSeed(i);
            double w = random.gaussian(0);
            double v = 0;
            float[] value = {(float) w};
            float[][] slots = {{0}};
            for (int t = 1; t <= STEPS; t++) {
                double g = random.gaussian(t);
                sgd(0.9, nesterov, 0.01).update(value, new float[] {(float) g}, slots, 1, new StepAt(t, 0.05, true));
                g += 0.01 * w;
                v = 0.9 * v + g;
                w -= 0.05 * (nesterov ? g + 0.9 * v : v);
            }
            assertThat((double) value[0]).isCloseTo(w, Offset.offset(ROUNDING_OF_ALL_STEPS * (1 + Math.abs(w))));
        }
    }

    private static Optimizer sgd(double momentum, boolean nesterov, double decay) {
        return new Sgd(new Sgd.Options(Dial.fixed(momentum), nesterov, Dial.fixed(decay)));
    }
}
