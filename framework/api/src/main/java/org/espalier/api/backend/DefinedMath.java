package org.espalier.api.backend;

/**
 * Transcendental functions written with nothing but fma, multiplication, addition, division and bit shifts, so that every
 * backend can repeat them operation by operation and get the same bits. Range reduction and polynomials follow the scheme
 * of the Cephes library (S. Moshier). Errors stay below 2 units in the last place for {@link #exp} and {@link #log}, and
 * below 3 for {@link #sigmoid} (where it is a normal float) and {@link #tanh}. {@link #normal} is off by less than 2.5e-7.
 *
 * <p>All constants are public because backends build the same chain on vectors.
 */
public final class DefinedMath {
    public static final float LOG2_E = 1.44269504f;
    /** Upper and lower part of ln 2. */
    public static final float LN2_HIGH = 0.693359375f;

    public static final float LN2_LOW = -2.12194440e-4f;
    /** Arguments are clamped to this range, where results are normal floats. */
    public static final float EXP_LOW = -87.3f;

    public static final float EXP_HIGH = 88.3f;
    /** Adding and subtracting 1.5 · 2^23 rounds to the nearest integer, ties to even. */
    public static final float ROUND = 12582912f;
    /** The bits of 1f. */
    public static final int ONE_BITS = 0x3F800000;
    /** Coefficients of (exp(r) - 1 - r) / r², highest power first. */
    public static final float[] EXP = {
        1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f
    };

    /** Mantissas are brought to [√½, √2). */
    public static final float SQRT_HALF = 0.707106781186547524f;
    /** Coefficients of (log(1 + f) - f + f²/2) / f³, highest power first. */
    public static final float[] LOG = {
        7.0376836292e-2f,
        -1.1514610310e-1f,
        1.1676998740e-1f,
        -1.2420140846e-1f,
        1.4249322787e-1f,
        -1.6668057665e-1f,
        2.0000714765e-1f,
        -2.4999993993e-1f,
        3.3333331174e-1f
    };

    /** From here on, tanh is taken from the exponential; below, from its own polynomial. */
    public static final float TANH_SPLIT = 0.625f;
    /** Coefficients of (tanh(x) - x) / x³ in x², highest power first. */
    public static final float[] TANH = {
        -5.70498872745e-3f, 2.06390887954e-2f, -5.37397155531e-2f, 1.33314422036e-1f, -3.33332819422e-1f
    };

    /** The tail of the normal distribution is taken from {@code u = 1 / (1 + TAIL_SLOPE · |x|)}. */
    public static final float TAIL_SLOPE = 0.28f;
    /** Coefficients of {@code Φ(-|x|) / exp(-x²/2) / u} in u, highest power first; fitted to the error of Φ. */
    public static final float[] TAIL = {
        -0.10580839216709137f,
        0.3898746073246002f,
        -0.23699446022510529f,
        0.2689109444618225f,
        0.06749644130468369f,
        0.11652082949876785f
    };

    /** 1 / √(2π). */
    public static final float DENSITY_AT_ZERO = 0.3989422804f;

    private DefinedMath() {}

    /** e^x for x clamped to [{@link #EXP_LOW}, {@link #EXP_HIGH}]; NaN stays NaN. */
    public static float exp(float x) {
        float c = Math.max(EXP_LOW, Math.min(EXP_HIGH, x));
        float rounded = Math.fma(c, LOG2_E, ROUND);
        float n = rounded - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, c));
        float p = EXP[0];
        for (int i = 1; i < EXP.length; i++) {
            p = Math.fma(p, r, EXP[i]);
        }
        p = Math.fma(p, r * r, r) + 1f;
        // The lowest bits of rounded are the integer n; shifted into the exponent of 1 they make 2^n.
        return p * Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << 23) + ONE_BITS);
    }

    /** Natural logarithm of a positive normal float; NaN for NaN and infinity. */
    public static float log(float x) {
        int bits = Float.floatToRawIntBits(x);
        int exponent = (bits >> 23) - 126;
        float mantissa = Float.intBitsToFloat((bits & 0x007FFFFF) | 0x3F000000);
        if (mantissa < SQRT_HALF) {
            exponent -= 1;
            mantissa = mantissa + mantissa;
        }
        float f = mantissa - 1f;
        float e = exponent;
        float p = LOG[0];
        for (int i = 1; i < LOG.length; i++) {
            p = Math.fma(p, f, LOG[i]);
        }
        float square = f * f;
        float y = p * f * square;
        y = Math.fma(e, LN2_LOW, y);
        y = Math.fma(-0.5f, square, y);
        // x · 0 is 0, or NaN where x is not finite: what went wrong before must not look like a number.
        return Math.fma(e, LN2_HIGH, f + y) + x * 0f;
    }

    /** {@code max(x, 0) + log(1 + exp(-|x|))}. */
    public static float softplus(float x) {
        return Math.max(x, 0f) + log(1f + exp(-Math.abs(x)));
    }

    /** 1 / (1 + exp(-x)). */
    public static float sigmoid(float x) {
        return 1f / (1f + exp(-x));
    }

    /**
     * Hyperbolic tangent: {@code 1 - 2 / (exp(2|x|) + 1)} with the sign of x, and for |x| &lt; {@link #TANH_SPLIT}, where
     * that would cancel, {@code x · (1 + x² · polynomial(x²))}.
     */
    public static float tanh(float x) {
        float size = Math.abs(x);
        if (size < TANH_SPLIT) {
            float square = x * x;
            float p = TANH[0];
            for (int i = 1; i < TANH.length; i++) {
                p = Math.fma(p, square, TANH[i]);
            }
            return x * Math.fma(p, square, 1f);
        }
        float y = 1f - 2f / (exp(size + size) + 1f);
        return x < 0f ? -y : y;
    }

    /**
     * The normal distribution Φ: with {@code u = 1 / fma(|x|, TAIL_SLOPE, 1)} its tail is
     * {@code exp((-0.5 x) x) · (polynomial(u) · u)}, taken from 1 where x is not negative (after Hastings, "Approximations for
     * Digital Computers", 1955).
     */
    public static float normal(float x) {
        float u = 1f / Math.fma(Math.abs(x), TAIL_SLOPE, 1f);
        float p = TAIL[0];
        for (int i = 1; i < TAIL.length; i++) {
            p = Math.fma(p, u, TAIL[i]);
        }
        float tail = exp(-0.5f * x * x) * (p * u);
        return x < 0f ? tail : 1f - tail;
    }

    /** The density of the normal distribution: {@code exp((-0.5 x) x) / √(2π)}. */
    public static float density(float x) {
        return exp(-0.5f * x * x) * DENSITY_AT_ZERO;
    }
}
