package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
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
}
