package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;

/**
 * Dense products: tiles of 4 rows and 2 vectors of positions, 8 chains of fma that hide each other's latency and fit the 16
 * registers of the poorest processor. A row or vector beyond the last repeats the last one and writes the same.
 */
final class DenseTile {
    /** Rows of a tile. */
    static final int ROWS = 4;

    private DenseTile() {}

    /**
     * Adds to one tile of the output.
     *
     * @param w0 address of the first weight of row 0, and so on
     * @param step bytes from one weight of a row to its next
     * @param count weights of a row
     * @param in the first input feature at the first vector of positions
     * @param second bytes from the first vector of positions to the second
     * @param stride bytes from one feature to the next
     * @param y0 the output of row 0 at the first vector of positions, and so on
     */
    static void add(
            long w0,
            long w1,
            long w2,
            long w3,
            long step,
            int count,
            long in,
            long second,
            int stride,
            long y0,
            long y1,
            long y2,
            long y3) {
        FloatVector s00 = load(y0);
        FloatVector s01 = load(y0 + second);
        FloatVector s10 = load(y1);
        FloatVector s11 = load(y1 + second);
        FloatVector s20 = load(y2);
        FloatVector s21 = load(y2 + second);
        FloatVector s30 = load(y3);
        FloatVector s31 = load(y3 + second);
        for (int k = 0; k < count; k++) {
            long x = in + (long) k * stride;
            FloatVector x0 = load(x);
            FloatVector x1 = load(x + second);
            long at = k * step;
            FloatVector v0 = FloatVector.broadcast(FLOATS, getFloat(w0 + at));
            s00 = v0.fma(x0, s00);
            s01 = v0.fma(x1, s01);
            FloatVector v1 = FloatVector.broadcast(FLOATS, getFloat(w1 + at));
            s10 = v1.fma(x0, s10);
            s11 = v1.fma(x1, s11);
            FloatVector v2 = FloatVector.broadcast(FLOATS, getFloat(w2 + at));
            s20 = v2.fma(x0, s20);
            s21 = v2.fma(x1, s21);
            FloatVector v3 = FloatVector.broadcast(FLOATS, getFloat(w3 + at));
            s30 = v3.fma(x0, s30);
            s31 = v3.fma(x1, s31);
        }
        store(s00, y0);
        store(s01, y0 + second);
        store(s10, y1);
        store(s11, y1 + second);
        store(s20, y2);
        store(s21, y2 + second);
        store(s30, y3);
        store(s31, y3 + second);
    }

    /**
     * Adds to one tile of the output, from features of the input that a list names.
     *
     * @param columns address of {@code int[count]}: the feature of each weight of a row
     * @param w0 address of the first weight of row 0, and so on
     * @param count weights of a row
     * @param in the first input feature at the first vector of positions
     * @param second bytes from the first vector of positions to the second
     * @param stride bytes from one feature to the next
     * @param y0 the output of row 0 at the first vector of positions, and so on
     */
    static void gathered(
            long w0,
            long w1,
            long w2,
            long w3,
            int count,
            long columns,
            long in,
            long second,
            int stride,
            long y0,
            long y1,
            long y2,
            long y3) {
        FloatVector s00 = load(y0);
        FloatVector s01 = load(y0 + second);
        FloatVector s10 = load(y1);
        FloatVector s11 = load(y1 + second);
        FloatVector s20 = load(y2);
        FloatVector s21 = load(y2 + second);
        FloatVector s30 = load(y3);
        FloatVector s31 = load(y3 + second);
        for (int k = 0; k < count; k++) {
            long x = bounded(in + (long) getInt(columns + 4L * k) * stride);
            FloatVector x0 = load(x);
            FloatVector x1 = load(x + second);
            long at = 4L * k;
            FloatVector v0 = FloatVector.broadcast(FLOATS, getFloat(w0 + at));
            s00 = v0.fma(x0, s00);
            s01 = v0.fma(x1, s01);
            FloatVector v1 = FloatVector.broadcast(FLOATS, getFloat(w1 + at));
            s10 = v1.fma(x0, s10);
            s11 = v1.fma(x1, s11);
            FloatVector v2 = FloatVector.broadcast(FLOATS, getFloat(w2 + at));
            s20 = v2.fma(x0, s20);
            s21 = v2.fma(x1, s21);
            FloatVector v3 = FloatVector.broadcast(FLOATS, getFloat(w3 + at));
            s30 = v3.fma(x0, s30);
            s31 = v3.fma(x1, s31);
        }
        store(s00, y0);
        store(s01, y0 + second);
        store(s10, y1);
        store(s11, y1 + second);
        store(s20, y2);
        store(s21, y2 + second);
        store(s30, y3);
        store(s31, y3 + second);
    }
}
