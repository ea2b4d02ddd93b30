package org.espalier.plugins.optimizers;

import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.api.loop.StepView;

/**
 * The update shared by Adam and AdamW (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015), for step
 * t counted from 1:
 *
 * <pre>
 *   g ← g + decay · w
 *   m ← beta1 · m + (1 - beta1) · g
 *   s ← beta2 · s + (1 - beta2) · g²
 *   w ← w - (shrink · w + rate / (1 - beta1^t) · m / (√s / √(1 - beta2^t) + epsilon))
 * </pre>
 *
 * Factors are computed in double and rounded to float once a block; the bits of the rest are those of the fma chain below.
 * The value is rounded once, after shrink and move are added up, so that a small shrink is not lost on its own.
 */
final class Moments {
    static final List<String> SLOTS = List.of("mean", "square");

    /** Below this, epsilon would vanish in float and a gradient of zero would give 0 / 0. */
    private static final double SMALLEST_EPSILON = 1e-30;

    private final double beta1;
    private final double beta2;
    private final double epsilon;

    Moments(double beta1, double beta2, double epsilon) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
    }

    static void check(double beta1, double beta2, double epsilon) {
        if (!(beta1 >= 0 && beta1 < 1)) {
            throw new EspalierException("beta1 must be in [0, 1), was " + beta1 + ".");
        }
        if (!(beta2 >= 0 && beta2 < 1)) {
            throw new EspalierException("beta2 must be in [0, 1), was " + beta2 + ".");
        }
        if (!(epsilon >= SMALLEST_EPSILON && epsilon <= 1)) {
            throw new EspalierException("epsilon must be in [1e-30, 1], was " + epsilon + ".");
        }
    }

    /**
     * @param decay added to the gradient, as a share of the value
     * @param shrink the share of the value that is taken off it, apart from the gradient
     */
    void update(
            float[] values, float[] gradients, float[][] slots, int count, StepView step, double decay, double shrink) {
        double rate = step.learningRate() / (1 - power(beta1, step.step()));
        double scale = 1 / StrictMath.sqrt(1 - power(beta2, step.step()));
        move(values, gradients, slots[0], slots[1], count, (float) rate, (float) scale, (float) decay, (float) shrink);
    }

    /** {@code base^exponent} by squaring: the same bits everywhere, and nothing allocated. */
    private static double power(double base, long exponent) {
        double product = 1;
        double square = base;
        for (long left = exponent; left > 0; left >>= 1) {
            if ((left & 1) != 0) {
                product *= square;
            }
            square *= square;
        }
        return product;
    }

    private void move(
            float[] values,
            float[] gradients,
            float[] means,
            float[] squares,
            int count,
            float rate,
            float scale,
            float decay,
            float shrink) {
        float old1 = (float) beta1;
        float new1 = (float) (1 - beta1);
        float old2 = (float) beta2;
        float new2 = (float) (1 - beta2);
        float guard = (float) epsilon;
        for (int i = 0; i < count; i++) {
            float value = values[i];
            float gradient = Math.fma(decay, value, gradients[i]);
            float mean = Math.fma(new1, gradient, old1 * means[i]);
            float square = Math.fma(new2 * gradient, gradient, old2 * squares[i]);
            means[i] = mean;
            squares[i] = square;
            float spread = Math.fma((float) Math.sqrt(square), scale, guard);
            values[i] = value - Math.fma(shrink, value, rate * (mean / spread));
        }
    }
}
