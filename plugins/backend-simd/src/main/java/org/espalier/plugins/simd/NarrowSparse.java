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
 * Sparse products of up to 4 vectors of positions, for what is left of a panel; see {@link WideSparse}. They add to what the
 * output holds. A vector beyond the last repeats the last one and writes the same, so that one method does for all: several,
 * called in one place, would be inlined there and exceed what the compiler takes.
 */
final class NarrowSparse {
    /** Most vectors taken at a time. */
    private static final int MOST = 4;

    private NarrowSparse() {}

    /** How many vectors are taken of so many. */
    static int vectors(int left) {
        return Math.min(MOST, left);
    }

    /**
     * Adds the products of the rows from … to - 1.
     *
     * @param vectors 1 to 4
     */
    static void add(
            int vectors, long starts, long columns, long values, int from, int to, long in, int stride, long out) {
        long p1 = (long) Math.min(1, vectors - 1) * BYTES;
        long p2 = (long) Math.min(2, vectors - 1) * BYTES;
        long p3 = (long) Math.min(3, vectors - 1) * BYTES;
        for (int row = from; row < to; row++) {
            long y = out + (long) row * stride;
            FloatVector a0 = load(bounded(y));
            FloatVector a1 = load(bounded(y + p1));
            FloatVector a2 = load(bounded(y + p2));
            FloatVector a3 = load(bounded(y + p3));
            int end = getInt(starts + 4L * row + 4);
            for (int k = getInt(starts + 4L * row); k < end; k++) {
                long x = in + (long) getInt(columns + 4L * k) * stride;
                FloatVector w = FloatVector.broadcast(FLOATS, getFloat(values + 4L * k));
                a0 = w.fma(load(bounded(x)), a0);
                a1 = w.fma(load(bounded(x + p1)), a1);
                a2 = w.fma(load(bounded(x + p2)), a2);
                a3 = w.fma(load(bounded(x + p3)), a3);
            }
            store(a0, bounded(y));
            store(a1, bounded(y + p1));
            store(a2, bounded(y + p2));
            store(a3, bounded(y + p3));
        }
    }
}
