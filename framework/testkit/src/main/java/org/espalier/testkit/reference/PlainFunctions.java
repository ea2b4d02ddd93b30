package org.espalier.testkit.reference;

import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Unary;

/** Functions of numbers. */
public final class PlainFunctions {
    private PlainFunctions() {}

    /**
     * The function's value at x.
     *
     * @param constants as many as the function has
     */
    public static double value(Unary function, double[] constants, double x) {
        return switch (function) {
            case ABS -> Math.abs(x);
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case CLAMP -> Math.clamp(x, constants[0], constants[1]);
            case SCALE -> constants[0] * x;
            case SHIFT -> x + constants[0];
            case LEAKY_RELU -> x > 0 ? x : constants[0] * x;
        };
    }

    /** The function's value at a and b. */
    public static double value(Pairwise function, double a, double b) {
        return switch (function) {
            case SUBTRACT -> a - b;
            case DIVIDE -> a / b;
            case MINIMUM -> Math.min(a, b);
            case MAXIMUM -> Math.max(a, b);
        };
    }
}
