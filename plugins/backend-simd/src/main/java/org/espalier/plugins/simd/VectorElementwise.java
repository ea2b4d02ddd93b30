package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.espalier.api.backend.DefinedMath;
import org.espalier.api.graph.Activation;

/** Activations and their gradients; a method for each, so that each is compiled by itself. */
final class VectorElementwise {
    private VectorElementwise() {}

    /** See {@link org.espalier.api.backend.Kernels#activate}. */
    static void activate(Activation activation, long in, long out, long from, long to) {
        long end = 4 * to;
        long start = 4 * from;
        switch (activation) {
            case NONE -> copy(in, out, start, end);
            case RELU -> relu(in, out, start, end);
            case LEAKY_RELU -> leakyRelu(in, out, start, end);
            case TANH -> tanh(in, out, start, end);
            case SIGMOID -> sigmoid(in, out, start, end);
            case SILU -> silu(in, out, start, end);
            case GELU -> gelu(in, out, start, end);
            case ELU -> elu(in, out, start, end);
            case SOFTPLUS -> softplus(in, out, start, end);
        }
    }

    /** See {@link org.espalier.api.backend.Kernels#activationGradient}. */
    static void activationGradient(
            Activation activation, long in, long out, long outGradient, long inGradient, long from, long to) {
        long end = 4 * to;
        long start = 4 * from;
        switch (activation) {
            case NONE -> copy(outGradient, inGradient, start, end);
            case RELU -> reluGradient(in, outGradient, inGradient, start, end);
            case LEAKY_RELU -> leakyReluGradient(in, outGradient, inGradient, start, end);
            case TANH -> tanhGradient(out, outGradient, inGradient, start, end);
            case SIGMOID -> sigmoidGradient(out, outGradient, inGradient, start, end);
            case SILU -> siluGradient(in, outGradient, inGradient, start, end);
            case GELU -> geluGradient(in, outGradient, inGradient, start, end);
            case ELU -> eluGradient(in, out, outGradient, inGradient, start, end);
            case SOFTPLUS -> softplusGradient(in, outGradient, inGradient, start, end);
        }
    }

    private static void copy(long in, long out, long start, long end) {
        MemorySegment.copy(Memory.ALL, in + start, Memory.ALL, out + start, end - start);
    }

    private static void relu(long in, long out, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            FloatVector x = load(in + i);
            store(x.blend(0f, x.compare(LE, 0f)), out + i);
        }
    }

    private static void leakyRelu(long in, long out, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            FloatVector x = load(in + i);
            store(x.div(100f).blend(x, x.compare(GT, 0f)), out + i);
        }
    }

    private static void tanh(long in, long out, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            store(VectorMath.tanh(load(in + i)), out + i);
        }
    }

    private static void sigmoid(long in, long out, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            store(VectorMath.sigmoid(load(in + i)), out + i);
        }
    }

    private static void silu(long in, long out, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            FloatVector x = load(in + i);
            store(x.mul(VectorMath.sigmoid(x)), out + i);
        }
    }

    private static void gelu(long in, long out, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            FloatVector x = load(in + i);
            store(x.mul(VectorMath.normal(x, VectorMath.bell(x))), out + i);
        }
    }

    private static void elu(long in, long out, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            FloatVector x = load(in + i);
            store(VectorMath.exp(x).sub(1f).blend(x, x.compare(GT, 0f)), out + i);
        }
    }

    /** The logarithm is taken one by one: its chain is more than the compiler inlines on vectors. */
    private static void softplus(long in, long out, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            store(VectorMath.exp(load(in + i).abs().neg()).add(1f), out + i);
        }
        for (long i = start; i < end; i += 4) {
            float x = Memory.getFloat(in + i);
            Memory.setFloat(out + i, Math.max(x, 0f) + DefinedMath.log(Memory.getFloat(out + i)));
        }
    }

    private static void reluGradient(long in, long outGradient, long inGradient, long start, long end) {
        FloatVector zero = FloatVector.zero(FLOATS);
        for (long i = start; i < end; i += BYTES) {
            FloatVector g = load(outGradient + i);
            store(zero.blend(g, load(in + i).compare(GT, 0f)), inGradient + i);
        }
    }

    private static void leakyReluGradient(long in, long outGradient, long inGradient, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            FloatVector g = load(outGradient + i);
            store(g.div(100f).blend(g, load(in + i).compare(GT, 0f)), inGradient + i);
        }
    }

    private static void tanhGradient(long out, long outGradient, long inGradient, long start, long end) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (long i = start; i < end; i += BYTES) {
            FloatVector y = load(out + i);
            store(load(outGradient + i).mul(y.neg().fma(y, one)), inGradient + i);
        }
    }

    private static void sigmoidGradient(long out, long outGradient, long inGradient, long start, long end) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (long i = start; i < end; i += BYTES) {
            FloatVector y = load(out + i);
            store(load(outGradient + i).mul(y.mul(one.sub(y))), inGradient + i);
        }
    }

    private static void siluGradient(long in, long outGradient, long inGradient, long start, long end) {
        FloatVector one = FloatVector.broadcast(FLOATS, 1f);
        for (long i = start; i < end; i += BYTES) {
            FloatVector x = load(in + i);
            FloatVector s = VectorMath.sigmoid(x);
            store(load(outGradient + i).mul(s.mul(x.fma(one.sub(s), one))), inGradient + i);
        }
    }

    private static void geluGradient(long in, long outGradient, long inGradient, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            FloatVector x = load(in + i);
            FloatVector bell = VectorMath.bell(x);
            FloatVector slope = x.fma(VectorMath.density(bell), VectorMath.normal(x, bell));
            store(load(outGradient + i).mul(slope), inGradient + i);
        }
    }

    private static void eluGradient(long in, long out, long outGradient, long inGradient, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            FloatVector g = load(outGradient + i);
            FloatVector below = g.mul(load(out + i).add(1f));
            store(below.blend(g, load(in + i).compare(GT, 0f)), inGradient + i);
        }
    }

    private static void softplusGradient(long in, long outGradient, long inGradient, long start, long end) {
        for (long i = start; i < end; i += BYTES) {
            store(load(outGradient + i).mul(VectorMath.sigmoid(load(in + i))), inGradient + i);
        }
    }

    /** See {@link org.espalier.api.backend.ElementKernels#multiply}. */
    static void multiply(long a, long b, long out, long bytes) {
        for (long i = 0; i < bytes; i += BYTES) {
            store(load(a + i).mul(load(b + i)), out + i);
        }
    }

    /** See {@link org.espalier.api.backend.TokenKernels#addRow}. */
    static void addRow(long in, long row, int features, int stride, long out) {
        for (int f = 0; f < features; f++) {
            FloatVector plus = FloatVector.broadcast(FLOATS, Memory.getFloat(row + 4L * f));
            long at = (long) f * stride;
            for (int i = 0; i < stride; i += BYTES) {
                store(load(in + at + i).add(plus), out + at + i);
            }
        }
    }

    /** See {@link org.espalier.api.backend.TokenKernels#turn}. */
    static void turn(long x, long y, float cos, float sin, long outX, long outY, boolean add, long bytes) {
        FloatVector c = FloatVector.broadcast(FLOATS, cos);
        FloatVector s = FloatVector.broadcast(FLOATS, sin);
        for (long i = 0; i < bytes; i += BYTES) {
            FloatVector a = load(x + i);
            FloatVector b = load(y + i);
            FloatVector turnedX = a.fma(c, b.mul(s).neg());
            FloatVector turnedY = b.fma(c, a.mul(s));
            store(add ? load(outX + i).add(turnedX) : turnedX, outX + i);
            store(add ? load(outY + i).add(turnedY) : turnedY, outY + i);
        }
    }
}
