package org.espalier.core.kernel;

import static org.espalier.core.kernel.NativeMemory.getFloat;
import static org.espalier.core.kernel.NativeMemory.setFloat;

import org.espalier.api.backend.DefinedMath;
import org.espalier.api.graph.Activation;

/** Activations and their gradients, element by element. */
final class ScalarElementwise {
    private ScalarElementwise() {}

    /** See {@link org.espalier.api.backend.Kernels#activate}. */
    static void activate(Activation activation, long in, long out, long from, long to) {
        long end = 4 * to;
        switch (activation) {
            case NONE -> NativeMemory.copy(in + 4 * from, out + 4 * from, 4 * (to - from));
            case RELU -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float x = getFloat(in + i);
                    setFloat(out + i, x <= 0f ? 0f : x);
                }
            }
            case LEAKY_RELU -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float x = getFloat(in + i);
                    setFloat(out + i, x > 0f ? x : x / 100f);
                }
            }
            case TANH -> {
                for (long i = 4 * from; i < end; i += 4) {
                    setFloat(out + i, DefinedMath.tanh(getFloat(in + i)));
                }
            }
            case SIGMOID -> {
                for (long i = 4 * from; i < end; i += 4) {
                    setFloat(out + i, DefinedMath.sigmoid(getFloat(in + i)));
                }
            }
            case SILU -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float x = getFloat(in + i);
                    setFloat(out + i, x * DefinedMath.sigmoid(x));
                }
            }
            case GELU -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float x = getFloat(in + i);
                    setFloat(out + i, x * DefinedMath.normal(x));
                }
            }
            case ELU -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float x = getFloat(in + i);
                    setFloat(out + i, x > 0f ? x : DefinedMath.exp(x) - 1f);
                }
            }
            case SOFTPLUS -> {
                for (long i = 4 * from; i < end; i += 4) {
                    setFloat(out + i, DefinedMath.softplus(getFloat(in + i)));
                }
            }
        }
    }

    /** See {@link org.espalier.api.backend.Kernels#activationGradient}. */
    static void activationGradient(
            Activation activation, long in, long out, long outGradient, long inGradient, long from, long to) {
        long end = 4 * to;
        switch (activation) {
            case NONE -> NativeMemory.copy(outGradient + 4 * from, inGradient + 4 * from, 4 * (to - from));
            case RELU -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float g = getFloat(outGradient + i);
                    setFloat(inGradient + i, getFloat(in + i) > 0f ? g : 0f);
                }
            }
            case LEAKY_RELU -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float g = getFloat(outGradient + i);
                    setFloat(inGradient + i, getFloat(in + i) > 0f ? g : g / 100f);
                }
            }
            case TANH -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float y = getFloat(out + i);
                    setFloat(inGradient + i, getFloat(outGradient + i) * Math.fma(-y, y, 1f));
                }
            }
            case SIGMOID -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float y = getFloat(out + i);
                    setFloat(inGradient + i, getFloat(outGradient + i) * (y * (1f - y)));
                }
            }
            case SILU -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float x = getFloat(in + i);
                    float s = DefinedMath.sigmoid(x);
                    setFloat(inGradient + i, getFloat(outGradient + i) * (s * Math.fma(x, 1f - s, 1f)));
                }
            }
            case GELU -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float x = getFloat(in + i);
                    float slope = Math.fma(x, DefinedMath.density(x), DefinedMath.normal(x));
                    setFloat(inGradient + i, getFloat(outGradient + i) * slope);
                }
            }
            case ELU -> {
                for (long i = 4 * from; i < end; i += 4) {
                    float g = getFloat(outGradient + i);
                    setFloat(inGradient + i, getFloat(in + i) > 0f ? g : g * (getFloat(out + i) + 1f));
                }
            }
            case SOFTPLUS -> {
                for (long i = 4 * from; i < end; i += 4) {
                    setFloat(inGradient + i, getFloat(outGradient + i) * DefinedMath.sigmoid(getFloat(in + i)));
                }
            }
        }
    }
}
