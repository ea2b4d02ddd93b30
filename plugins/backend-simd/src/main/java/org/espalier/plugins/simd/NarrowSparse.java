package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;

/** Sparse products of 4, 2 and 1 vectors of positions, for what is left of a panel; see {@link WideSparse}. */
final class NarrowSparse {
    private NarrowSparse() {}

    /** Four vectors of positions. */
    static void four(
            long starts,
            long columns,
            long values,
            int from,
            int to,
            long in,
            int stride,
            long out,
            long bias,
            boolean add,
            boolean relu,
            long mask) {
        FloatVector zero = FloatVector.zero(FLOATS);
        for (int row = from; row < to; row++) {
            long y = bounded(out + (long) row * stride);
            FloatVector start = FloatVector.broadcast(FLOATS, bias == 0 ? 0f : getFloat(bias + 4L * row));
            FloatVector a0 = add ? load(y) : start;
            FloatVector a1 = add ? load(y + BYTES) : start;
            FloatVector a2 = add ? load(y + 2 * BYTES) : start;
            FloatVector a3 = add ? load(y + 3 * BYTES) : start;
            int end = getInt(starts + 4L * row + 4);
            for (int k = getInt(starts + 4L * row); k < end; k++) {
                long x = bounded(in + (long) getInt(columns + 4L * k) * stride);
                FloatVector w = FloatVector.broadcast(FLOATS, getFloat(values + 4L * k));
                a0 = w.fma(load(x), a0);
                a1 = w.fma(load(x + BYTES), a1);
                a2 = w.fma(load(x + 2 * BYTES), a2);
                a3 = w.fma(load(x + 3 * BYTES), a3);
            }
            if (relu) {
                a0 = a0.blend(0f, a0.compare(LE, 0f));
                a1 = a1.blend(0f, a1.compare(LE, 0f));
                a2 = a2.blend(0f, a2.compare(LE, 0f));
                a3 = a3.blend(0f, a3.compare(LE, 0f));
            }
            if (mask != 0) {
                long m = bounded(mask + (long) row * stride);
                a0 = zero.blend(a0, load(m).compare(GT, 0f));
                a1 = zero.blend(a1, load(m + BYTES).compare(GT, 0f));
                a2 = zero.blend(a2, load(m + 2 * BYTES).compare(GT, 0f));
                a3 = zero.blend(a3, load(m + 3 * BYTES).compare(GT, 0f));
            }
            store(a0, y);
            store(a1, y + BYTES);
            store(a2, y + 2 * BYTES);
            store(a3, y + 3 * BYTES);
        }
    }

    /** Two vectors of positions. */
    static void two(
            long starts,
            long columns,
            long values,
            int from,
            int to,
            long in,
            int stride,
            long out,
            long bias,
            boolean add,
            boolean relu,
            long mask) {
        FloatVector zero = FloatVector.zero(FLOATS);
        for (int row = from; row < to; row++) {
            long y = bounded(out + (long) row * stride);
            FloatVector start = FloatVector.broadcast(FLOATS, bias == 0 ? 0f : getFloat(bias + 4L * row));
            FloatVector a0 = add ? load(y) : start;
            FloatVector a1 = add ? load(y + BYTES) : start;
            int end = getInt(starts + 4L * row + 4);
            for (int k = getInt(starts + 4L * row); k < end; k++) {
                long x = bounded(in + (long) getInt(columns + 4L * k) * stride);
                FloatVector w = FloatVector.broadcast(FLOATS, getFloat(values + 4L * k));
                a0 = w.fma(load(x), a0);
                a1 = w.fma(load(x + BYTES), a1);
            }
            if (relu) {
                a0 = a0.blend(0f, a0.compare(LE, 0f));
                a1 = a1.blend(0f, a1.compare(LE, 0f));
            }
            if (mask != 0) {
                long m = bounded(mask + (long) row * stride);
                a0 = zero.blend(a0, load(m).compare(GT, 0f));
                a1 = zero.blend(a1, load(m + BYTES).compare(GT, 0f));
            }
            store(a0, y);
            store(a1, y + BYTES);
        }
    }

    /** One vector of positions. */
    static void one(
            long starts,
            long columns,
            long values,
            int from,
            int to,
            long in,
            int stride,
            long out,
            long bias,
            boolean add,
            boolean relu,
            long mask) {
        FloatVector zero = FloatVector.zero(FLOATS);
        for (int row = from; row < to; row++) {
            long y = bounded(out + (long) row * stride);
            FloatVector start = FloatVector.broadcast(FLOATS, bias == 0 ? 0f : getFloat(bias + 4L * row));
            FloatVector a0 = add ? load(y) : start;
            int end = getInt(starts + 4L * row + 4);
            for (int k = getInt(starts + 4L * row); k < end; k++) {
                long x = bounded(in + (long) getInt(columns + 4L * k) * stride);
                FloatVector w = FloatVector.broadcast(FLOATS, getFloat(values + 4L * k));
                a0 = w.fma(load(x), a0);
            }
            if (relu) {
                a0 = a0.blend(0f, a0.compare(LE, 0f));
            }
            if (mask != 0) {
                long m = bounded(mask + (long) row * stride);
                a0 = zero.blend(a0, load(m).compare(GT, 0f));
            }
            store(a0, y);
        }
    }
}
