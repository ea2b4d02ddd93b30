package org.espalier.api.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class DefinedMathTest {
    /** What the class comment promises for exp and log. */
    private static final double FEW_ULPS = 2;
    /** Sigmoid and tanh add the roundings of a sum and a division to those of exp. */
    private static final double SOME_ULPS = 3;
    /** A step through the bit patterns that is coprime to every power of two. */
    private static final int BIT_STEP = 1009;

    private interface FloatFunction {
        float of(float x);
    }

    @Test
    void expIsWithinTwoUlpsOnItsWholeRange() {
        assertThat(worst(DefinedMath::exp, Math::exp, DefinedMath.EXP_LOW, -1e-30f))
                .isLessThan(FEW_ULPS);
        assertThat(worst(DefinedMath::exp, Math::exp, 1e-30f, DefinedMath.EXP_HIGH))
                .isLessThan(FEW_ULPS);
    }

    @Test
    void logIsWithinTwoUlpsOfEveryNormalFloat() {
        assertThat(worst(DefinedMath::log, Math::log, Float.MIN_NORMAL, Float.MAX_VALUE))
                .isLessThan(FEW_ULPS);
    }

    @Test
    void sigmoidIsWithinThreeUlps() {
        DoubleUnaryOperator sigmoid = x -> 1 / (1 + Math.exp(-x));
        assertThat(worst(DefinedMath::sigmoid, sigmoid, -87f, -1e-30f)).isLessThan(SOME_ULPS);
        assertThat(worst(DefinedMath::sigmoid, sigmoid, 1e-30f, 87f)).isLessThan(SOME_ULPS);
    }

    @Test
    void tanhIsWithinThreeUlpsAlsoNearZero() {
        assertThat(worst(DefinedMath::tanh, Math::tanh, Float.MIN_NORMAL, 50f)).isLessThan(SOME_ULPS);
        assertThat(worst(DefinedMath::tanh, Math::tanh, -50f, -Float.MIN_NORMAL))
                .isLessThan(SOME_ULPS);
    }

    @Test
    void theNormalDistributionIsAsCloseAsItSays() {
        for (float x = -7f; x < 7f; x += 1.7e-4f) {
            // Φ(x) = 1/2 + φ(x) Σ_k x^(2k+1) / (1 · 3 · … · (2k+1)), which converges everywhere.
            double term = x;
            double sum = x;
            for (int k = 1; k < 200; k++) {
                term *= (double) x * x / (2 * k + 1);
                sum += term;
            }
            double density = Math.exp(-0.5 * x * (double) x) / Math.sqrt(2 * Math.PI);
            assertThat(Math.abs(DefinedMath.normal(x) - (0.5 + density * sum)))
                    .as("normal at %s", x)
                    .isLessThan(2.5e-7);
            assertThat(Math.abs(DefinedMath.density(x) - density)).isLessThan(1.2e-7);
        }
        assertThat(DefinedMath.normal(0f)).isEqualTo(0.5f);
        assertThat(DefinedMath.normal(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(DefinedMath.normal(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    }

    @Test
    void expClampsWhatWouldLeaveTheNormalFloats() {
        assertThat(DefinedMath.exp(Float.POSITIVE_INFINITY)).isEqualTo(DefinedMath.exp(DefinedMath.EXP_HIGH));
        assertThat(DefinedMath.exp(Float.NEGATIVE_INFINITY)).isEqualTo(DefinedMath.exp(DefinedMath.EXP_LOW));
        assertThat(DefinedMath.exp(DefinedMath.EXP_LOW)).isGreaterThanOrEqualTo(Float.MIN_NORMAL);
        assertThat(DefinedMath.exp(DefinedMath.EXP_HIGH)).isLessThan(Float.POSITIVE_INFINITY);
    }

    @Test
    void exactValuesAreExact() {
        assertThat(DefinedMath.exp(0f)).isEqualTo(1f);
        assertThat(DefinedMath.exp(-0f)).isEqualTo(1f);
        assertThat(DefinedMath.log(1f)).isZero();
        assertThat(DefinedMath.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(DefinedMath.tanh(30f)).isEqualTo(1f);
        assertThat(Float.floatToRawIntBits(DefinedMath.tanh(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(DefinedMath.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    }

    @Test
    void notANumberStaysNotANumber() {
        assertThat(DefinedMath.exp(Float.NaN)).isNaN();
        assertThat(DefinedMath.log(Float.NaN)).isNaN();
        assertThat(DefinedMath.log(Float.POSITIVE_INFINITY)).isNaN();
        assertThat(DefinedMath.sigmoid(Float.NaN)).isNaN();
        assertThat(DefinedMath.tanh(Float.NaN)).isNaN();
    }

    /** Largest error in units in the last place of the float next to the true value, over floats of one sign. */
    private static double worst(FloatFunction function, DoubleUnaryOperator truth, float low, float high) {
        int from = Float.floatToRawIntBits(low);
        int to = Float.floatToRawIntBits(high);
        double worst = 0;
        for (long bits = Math.min(from, to); bits <= Math.max(from, to); bits += BIT_STEP) {
            float x = Float.intBitsToFloat((int) bits);
            double wanted = truth.applyAsDouble(x);
            double error = Math.abs(function.of(x) - wanted) / Math.ulp((float) wanted);
            worst = Math.max(worst, error);
        }
        return worst;
    }
}
