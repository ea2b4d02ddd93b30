package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;

/**
 * Sparse products of 8 vectors of positions, whose sums stay in registers while a row's links pass. Of each link the value
 * is broadcast and its column of the input read once.
 *
 * <p>The just-in-time compiler inlines about 25 accesses or operations of vectors in one method; past that it puts vectors
 * into objects, and everything is ten times slower. So there are two methods, and {@link RowEnd} does what remains.
 *
 * <p>Addresses: {@code in} and {@code out} are those of the first feature at the first of the positions;
 * {@code stride} is the bytes from one feature to the next.
 */
final class WideSparse {
    private WideSparse() {}

    /** Sums that start from the bias, or from +0 where it is 0. */
    static void fresh(
            long starts, long columns, long values, int from, int to, long in, int stride, long out, long bias) {
        for (int row = from; row < to; row++) {
            long y = bounded(out + (long) row * stride);
            FloatVector a0 = FloatVector.broadcast(FLOATS, bias == 0 ? 0f : getFloat(bias + 4L * row));
            FloatVector a1 = a0;
            FloatVector a2 = a0;
            FloatVector a3 = a0;
            FloatVector a4 = a0;
            FloatVector a5 = a0;
            FloatVector a6 = a0;
            FloatVector a7 = a0;
            int end = getInt(starts + 4L * row + 4);
            for (int k = getInt(starts + 4L * row); k < end; k++) {
                long x = bounded(in + (long) getInt(columns + 4L * k) * stride);
                FloatVector w = FloatVector.broadcast(FLOATS, getFloat(values + 4L * k));
                a0 = w.fma(load(x), a0);
                a1 = w.fma(load(x + BYTES), a1);
                a2 = w.fma(load(x + 2 * BYTES), a2);
                a3 = w.fma(load(x + 3 * BYTES), a3);
                a4 = w.fma(load(x + 4 * BYTES), a4);
                a5 = w.fma(load(x + 5 * BYTES), a5);
                a6 = w.fma(load(x + 6 * BYTES), a6);
                a7 = w.fma(load(x + 7 * BYTES), a7);
            }
            store(a0, y);
            store(a1, y + BYTES);
            store(a2, y + 2 * BYTES);
            store(a3, y + 3 * BYTES);
            store(a4, y + 4 * BYTES);
            store(a5, y + 5 * BYTES);
            store(a6, y + 6 * BYTES);
            store(a7, y + 7 * BYTES);
        }
    }

    /**
     * Sums of one row over its links begin … end - 1, that start from what the output holds.
     *
     * @param y the row of the output, at the first of the positions
     */
    static void add(long columns, long values, int begin, int end, long in, int stride, long y) {
        long out = bounded(y);
        FloatVector a0 = load(out);
        FloatVector a1 = load(out + BYTES);
        FloatVector a2 = load(out + 2 * BYTES);
        FloatVector a3 = load(out + 3 * BYTES);
        FloatVector a4 = load(out + 4 * BYTES);
        FloatVector a5 = load(out + 5 * BYTES);
        FloatVector a6 = load(out + 6 * BYTES);
        FloatVector a7 = load(out + 7 * BYTES);
        for (int k = begin; k < end; k++) {
            long x = bounded(in + (long) getInt(columns + 4L * k) * stride);
            FloatVector w = FloatVector.broadcast(FLOATS, getFloat(values + 4L * k));
            a0 = w.fma(load(x), a0);
            a1 = w.fma(load(x + BYTES), a1);
            a2 = w.fma(load(x + 2 * BYTES), a2);
            a3 = w.fma(load(x + 3 * BYTES), a3);
            a4 = w.fma(load(x + 4 * BYTES), a4);
            a5 = w.fma(load(x + 5 * BYTES), a5);
            a6 = w.fma(load(x + 6 * BYTES), a6);
            a7 = w.fma(load(x + 7 * BYTES), a7);
        }
        store(a0, out);
        store(a1, out + BYTES);
        store(a2, out + 2 * BYTES);
        store(a3, out + 3 * BYTES);
        store(a4, out + 4 * BYTES);
        store(a5, out + 5 * BYTES);
        store(a6, out + 6 * BYTES);
        store(a7, out + 7 * BYTES);
    }
}
