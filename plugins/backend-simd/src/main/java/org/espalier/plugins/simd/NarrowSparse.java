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
 * Sparse products of 4, 2 and 1 vectors of positions, for what is left of a panel; see {@link WideSparse}. They add to what
 * the output holds.
 */
final class NarrowSparse {
    /** A tile of some vectors of positions. */
    @FunctionalInterface
    interface Tile {
        /** Adds the products of the rows from … to - 1. */
        void add(long starts, long columns, long values, int from, int to, long in, int stride, long out);
    }

    private static final Tile FOUR = NarrowSparse::four;
    private static final Tile TWO = NarrowSparse::two;
    private static final Tile ONE = NarrowSparse::one;

    private NarrowSparse() {}

    /** How many vectors the largest tile takes of so many. */
    static int vectors(int left) {
        return left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    /**
     * The tile for so many vectors. Where a kernel calls more than two of them, the compiler keeps them apart; called by
     * their names all would be inlined in one place, and exceed what can be.
     */
    static Tile tile(int vectors) {
        return vectors == 4 ? FOUR : vectors == 2 ? TWO : ONE;
    }

    /** Four vectors of positions. */
    private static void four(long starts, long columns, long values, int from, int to, long in, int stride, long out) {
        for (int row = from; row < to; row++) {
            long y = bounded(out + (long) row * stride);
            FloatVector a0 = load(y);
            FloatVector a1 = load(y + BYTES);
            FloatVector a2 = load(y + 2 * BYTES);
            FloatVector a3 = load(y + 3 * BYTES);
            int end = getInt(starts + 4L * row + 4);
            for (int k = getInt(starts + 4L * row); k < end; k++) {
                long x = bounded(in + (long) getInt(columns + 4L * k) * stride);
                FloatVector w = FloatVector.broadcast(FLOATS, getFloat(values + 4L * k));
                a0 = w.fma(load(x), a0);
                a1 = w.fma(load(x + BYTES), a1);
                a2 = w.fma(load(x + 2 * BYTES), a2);
                a3 = w.fma(load(x + 3 * BYTES), a3);
            }
            store(a0, y);
            store(a1, y + BYTES);
            store(a2, y + 2 * BYTES);
            store(a3, y + 3 * BYTES);
        }
    }

    /** Two vectors of positions. */
    private static void two(long starts, long columns, long values, int from, int to, long in, int stride, long out) {
        for (int row = from; row < to; row++) {
            long y = bounded(out + (long) row * stride);
            FloatVector a0 = load(y);
            FloatVector a1 = load(y + BYTES);
            int end = getInt(starts + 4L * row + 4);
            for (int k = getInt(starts + 4L * row); k < end; k++) {
                long x = bounded(in + (long) getInt(columns + 4L * k) * stride);
                FloatVector w = FloatVector.broadcast(FLOATS, getFloat(values + 4L * k));
                a0 = w.fma(load(x), a0);
                a1 = w.fma(load(x + BYTES), a1);
            }
            store(a0, y);
            store(a1, y + BYTES);
        }
    }

    /** One vector of positions. */
    private static void one(long starts, long columns, long values, int from, int to, long in, int stride, long out) {
        for (int row = from; row < to; row++) {
            long y = bounded(out + (long) row * stride);
            FloatVector a0 = load(y);
            int end = getInt(starts + 4L * row + 4);
            for (int k = getInt(starts + 4L * row); k < end; k++) {
                long x = bounded(in + (long) getInt(columns + 4L * k) * stride);
                FloatVector w = FloatVector.broadcast(FLOATS, getFloat(values + 4L * k));
                a0 = w.fma(load(x), a0);
            }
            store(a0, y);
        }
    }
}
