package org.espalier.api.backend;

import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Unary;

/**
 * Functions of elements and their gradients, on stretches of a multiple of 16 floats. A gradient is +0 wherever that of the
 * output is 0, also where the derivative is not finite. What stands here is the reference.
 */
public interface FunctionKernels {
    /**
     * {@code out[i] = f(in[i])}: ABS, SQUARE as {@code x · x}, SQRT rounded correctly, RECIPROCAL as {@code 1 / x}, EXP of
     * {@link DefinedMath}, LOG as {@code log(max(x, MIN_NORMAL))} of it and NaN below 0, CLAMP as
     * {@code max(first, min(second, x))}, SCALE as {@code first · x}, SHIFT as {@code x + first} and LEAKY_RELU as
     * {@code x > 0 ? x : first · x}.
     *
     * @param first the first constant, or anything
     * @param second the second one, or anything
     * @param out may be {@code in}
     */
    default void unary(Unary function, float first, float second, long in, long out, int floats) {
        for (long i = 0; i < 4L * floats; i += 4) {
            Address.setFloat(out + i, value(function, first, second, Address.getFloat(in + i)));
        }
    }

    private static float value(Unary function, float first, float second, float x) {
        return switch (function) {
            case ABS -> Math.abs(x);
            case SQUARE -> x * x;
            case SQRT -> (float) Math.sqrt(x);
            case RECIPROCAL -> 1f / x;
            case EXP -> DefinedMath.exp(x);
            case LOG -> x < 0f ? Float.NaN : DefinedMath.log(Math.max(x, Float.MIN_NORMAL));
            case CLAMP -> Math.max(first, Math.min(second, x));
            case SCALE -> first * x;
            case SHIFT -> x + first;
            case LEAKY_RELU -> x > 0f ? x : first * x;
        };
    }

    /**
     * With x the input and g the gradient of the output: ABS {@code x > 0 ? g : x < 0 ? -g : +0}; SQUARE {@code g · (x + x)};
     * SQRT {@code x > 0 ? g · (0.5 / sqrt(x)) : +0}; RECIPROCAL {@code -g · (y · y)}, {@code y = 1 / x}; EXP
     * {@code g · exp(x)}; LOG {@code x >= MIN_NORMAL ? g / x : +0}; CLAMP {@code first <= x <= second ? g : +0}; SCALE
     * {@code g · first}; SHIFT {@code g}; LEAKY_RELU {@code x > 0 ? g : g · first}.
     *
     * @param add whether it is added to what is there
     * @param inGradient may be {@code outGradient}
     */
    default void unaryGradient(
            Unary function,
            float first,
            float second,
            long in,
            long outGradient,
            boolean add,
            long inGradient,
            int floats) {
        for (long i = 0; i < 4L * floats; i += 4) {
            float g = Address.getFloat(outGradient + i);
            float slope = g == 0f ? 0f : slope(function, first, second, Address.getFloat(in + i), g);
            Address.setFloat(inGradient + i, add ? Address.getFloat(inGradient + i) + slope : slope);
        }
    }

    private static float slope(Unary function, float first, float second, float x, float g) {
        return switch (function) {
            case ABS -> x > 0f ? g : x < 0f ? -g : 0f;
            case SQUARE -> g * (x + x);
            case SQRT -> x > 0f ? g * (0.5f / (float) Math.sqrt(x)) : 0f;
            case RECIPROCAL -> -g * (1f / x * (1f / x));
            case EXP -> g * DefinedMath.exp(x);
            case LOG -> x >= Float.MIN_NORMAL ? g / x : 0f;
            case CLAMP -> x >= first && x <= second ? g : 0f;
            case SCALE -> g * first;
            case SHIFT -> g;
            case LEAKY_RELU -> x > 0f ? g : g * first;
        };
    }

    /**
     * {@code out[i] = f(a[i], b[i])}; MINIMUM and MAXIMUM are NaN where one of the two is, and -0 is smaller than +0.
     *
     * @param out may be {@code a} or {@code b}
     */
    default void pairwise(Pairwise function, long a, long b, long out, int floats) {
        for (long i = 0; i < 4L * floats; i += 4) {
            float x = Address.getFloat(a + i);
            float y = Address.getFloat(b + i);
            Address.setFloat(
                    out + i,
                    switch (function) {
                        case SUBTRACT -> x - y;
                        case DIVIDE -> x / y;
                        case MINIMUM -> Math.min(x, y);
                        case MAXIMUM -> Math.max(x, y);
                    });
        }
    }

    /**
     * The gradient of a or of b. With g that of the output: SUBTRACT {@code g} and {@code -g}; DIVIDE {@code g / b} and
     * {@code -(g / b) · (a / b)}; MINIMUM {@code a <= b ? g : +0} and the rest; MAXIMUM {@code a >= b ? g : +0} and the rest.
     *
     * @param ofSecond whether it is that of b
     * @param add whether it is added to what is there
     * @param inGradient may be {@code outGradient}
     */
    default void pairwiseGradient(
            Pairwise function,
            boolean ofSecond,
            long a,
            long b,
            long outGradient,
            boolean add,
            long inGradient,
            int floats) {
        for (long i = 0; i < 4L * floats; i += 4) {
            float g = Address.getFloat(outGradient + i);
            float slope = g == 0f ? 0f : slope(function, ofSecond, Address.getFloat(a + i), Address.getFloat(b + i), g);
            Address.setFloat(inGradient + i, add ? Address.getFloat(inGradient + i) + slope : slope);
        }
    }

    private static float slope(Pairwise function, boolean ofSecond, float a, float b, float g) {
        return switch (function) {
            case SUBTRACT -> ofSecond ? -g : g;
            case DIVIDE -> ofSecond ? -(g / b) * (a / b) : g / b;
            case MINIMUM -> (a <= b) == ofSecond ? 0f : g;
            case MAXIMUM -> (a >= b) == ofSecond ? 0f : g;
        };
    }
}
