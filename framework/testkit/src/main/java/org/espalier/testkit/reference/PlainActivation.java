package org.espalier.testkit.reference;

import org.espalier.api.graph.Activation;

/** Activations of a number, and their derivatives. */
public final class PlainActivation {
    private PlainActivation() {}

    /** The activation's value at x. */
    public static double value(Activation activation, double x) {
        return switch (activation) {
            case NONE -> x;
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x > 0 ? x : x / 100;
            case TANH -> Math.tanh(x);
            case SIGMOID -> sigmoid(x);
            case SILU -> x * sigmoid(x);
            case GELU -> x * normal(x);
            case ELU -> x > 0 ? x : Math.expm1(x);
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        };
    }

    /** The activation's derivative at x. */
    public static double derivative(Activation activation, double x) {
        return switch (activation) {
            case NONE -> 1;
            case RELU -> x > 0 ? 1 : 0;
            case LEAKY_RELU -> x > 0 ? 1 : 0.01;
            case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
            case SIGMOID -> sigmoid(x) * (1 - sigmoid(x));
            case SILU -> sigmoid(x) * (1 + x * (1 - sigmoid(x)));
            case GELU -> normal(x) + x * density(x);
            case ELU -> x > 0 ? 1 : Math.exp(x);
            case SOFTPLUS -> sigmoid(x);
        };
    }

    /** Φ(x) = 1/2 + φ(x) Σ_k x^(2k+1) / (1 · 3 · … · (2k+1)), which converges everywhere. */
    private static double normal(double x) {
        if (Math.abs(x) > 12) {
            return x > 0 ? 1 : 0;
        }
        double term = x;
        double sum = x;
        for (int k = 1; k < 400; k++) {
            term *= x * x / (2 * k + 1);
            sum += term;
        }
        return 0.5 + density(x) * sum;
    }

    private static double density(double x) {
        return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
