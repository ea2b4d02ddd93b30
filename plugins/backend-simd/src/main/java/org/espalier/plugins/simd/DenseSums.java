package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.setFloat;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.espalier.api.backend.Panel;

/**
 * The dense weight gradient, by tiles of rows and columns whose sums stay in registers: 4 x 4 with vectors of 16 lanes,
 * 2 x 2 with pairs of vectors of 8 lanes. The trees of a tile are folded together.
 */
final class DenseSums {
    private static final VectorMask<Float> ROW_0 = lanes(0);
    private static final VectorMask<Float> ROW_1 = lanes(4);
    private static final VectorMask<Float> ROW_2 = lanes(8);
    private static final VectorMask<Float> ROW_3 = lanes(12);

    private DenseSums() {}

    /** See {@link org.espalier.api.backend.Kernels#denseWeightGradient}. */
    static void weightGradient(
            int rows, int columns, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        int stride = 4 * panel.width();
        int tile = LANES == 16 ? 4 : LANES == 8 ? 2 : 1;
        int whole = columns - columns % tile;
        for (int block = 0; block < panel.blocks(); block++) {
            long x = in + (long) block * stride * columns;
            boolean add = block > 0;
            for (int row = from; row < to; row += tile) {
                long g = outGradient + (long) block * stride * rows + (long) row * stride;
                long out = gradient + 4L * (row - from) * columns;
                int height = Math.min(tile, to - row);
                if (tile == 4) {
                    for (int c = 0; c < whole; c += 4) {
                        four(g, height, x + (long) c * stride, stride, out + 4L * c, 4 * columns, add);
                    }
                } else if (tile == 2) {
                    for (int c = 0; c < whole; c += 2) {
                        two(g, height, x + (long) c * stride, stride, out + 4L * c, 4 * columns, add);
                    }
                }
                int done = tile == 1 ? 0 : whole;
                for (int i = 0; i < height; i++) {
                    single(g + (long) i * stride, x, stride, done, columns, out + 4L * i * columns, add);
                }
            }
        }
    }

    private static void single(long g, long in, int stride, int first, int columns, long out, boolean add) {
        for (int c = first; c < columns; c++) {
            put(out + 4L * c, Dot.of(g, in + (long) c * stride, stride), add);
        }
    }

    private static void put(long address, float sum, boolean add) {
        setFloat(address, add ? getFloat(address) + sum : sum);
    }

    /** 4 x 4 with vectors of 16 lanes. Rows beyond the height repeat the last one and are not stored. */
    private static void four(long g, int height, long in, int stride, long out, int outStride, boolean add) {
        long second = stride * Math.min(1L, height - 1);
        long third = stride * Math.min(2L, height - 1);
        long fourth = stride * Math.min(3L, height - 1);
        FloatVector s00 = FloatVector.zero(FLOATS);
        FloatVector s01 = FloatVector.zero(FLOATS);
        FloatVector s02 = FloatVector.zero(FLOATS);
        FloatVector s03 = FloatVector.zero(FLOATS);
        FloatVector s10 = FloatVector.zero(FLOATS);
        FloatVector s11 = FloatVector.zero(FLOATS);
        FloatVector s12 = FloatVector.zero(FLOATS);
        FloatVector s13 = FloatVector.zero(FLOATS);
        FloatVector s20 = FloatVector.zero(FLOATS);
        FloatVector s21 = FloatVector.zero(FLOATS);
        FloatVector s22 = FloatVector.zero(FLOATS);
        FloatVector s23 = FloatVector.zero(FLOATS);
        FloatVector s30 = FloatVector.zero(FLOATS);
        FloatVector s31 = FloatVector.zero(FLOATS);
        FloatVector s32 = FloatVector.zero(FLOATS);
        FloatVector s33 = FloatVector.zero(FLOATS);
        for (int p = 0; p < stride; p += BYTES) {
            long x = bounded(in + p);
            FloatVector x0 = load(x);
            FloatVector x1 = load(x + stride);
            FloatVector x2 = load(x + 2L * stride);
            FloatVector x3 = load(x + 3L * stride);
            long y = bounded(g + p);
            FloatVector y0 = load(y);
            FloatVector y1 = load(y + second);
            FloatVector y2 = load(y + third);
            FloatVector y3 = load(y + fourth);
            s00 = y0.fma(x0, s00);
            s01 = y0.fma(x1, s01);
            s02 = y0.fma(x2, s02);
            s03 = y0.fma(x3, s03);
            s10 = y1.fma(x0, s10);
            s11 = y1.fma(x1, s11);
            s12 = y1.fma(x2, s12);
            s13 = y1.fma(x3, s13);
            s20 = y2.fma(x0, s20);
            s21 = y2.fma(x1, s21);
            s22 = y2.fma(x2, s22);
            s23 = y2.fma(x3, s23);
            s30 = y3.fma(x0, s30);
            s31 = y3.fma(x1, s31);
            s32 = y3.fma(x2, s32);
            s33 = y3.fma(x3, s33);
        }
        FloatVector t00 = Tree.fold8(s00, s20);
        FloatVector t01 = Tree.fold8(s01, s21);
        FloatVector t02 = Tree.fold8(s02, s22);
        FloatVector t03 = Tree.fold8(s03, s23);
        FloatVector t10 = Tree.fold8(s10, s30);
        FloatVector t11 = Tree.fold8(s11, s31);
        FloatVector t12 = Tree.fold8(s12, s32);
        FloatVector t13 = Tree.fold8(s13, s33);
        FloatVector u0 = Tree.fold4(t00, t10);
        FloatVector u1 = Tree.fold4(t01, t11);
        FloatVector u2 = Tree.fold4(t02, t12);
        FloatVector u3 = Tree.fold4(t03, t13);
        FloatVector sums = Tree.fold1(Tree.fold2(u0, u2), Tree.fold2(u1, u3));
        put(sums, out, ROW_0, add);
        if (height > 1) {
            put(sums, out + outStride - 16, ROW_1, add);
        }
        if (height > 2) {
            put(sums, out + 2L * outStride - 32, ROW_2, add);
        }
        if (height > 3) {
            put(sums, out + 3L * outStride - 48, ROW_3, add);
        }
    }

    /** Stores four lanes only, so the address stands as many floats before them as there are lanes before. */
    private static void put(FloatVector sums, long address, VectorMask<Float> lanes, boolean add) {
        FloatVector total =
                add ? FloatVector.fromMemorySegment(FLOATS, Memory.ALL, address, Memory.ORDER, lanes).add(sums) : sums;
        total.intoMemorySegment(Memory.ALL, address, Memory.ORDER, lanes);
    }

    /** 2 x 2 with pairs of vectors of 8 lanes. A row beyond the height repeats the last one and is not stored. */
    private static void two(long g, int height, long in, int stride, long out, int outStride, boolean add) {
        long second = stride * (height - 1L);
        FloatVector a00 = FloatVector.zero(FLOATS);
        FloatVector b00 = FloatVector.zero(FLOATS);
        FloatVector a01 = FloatVector.zero(FLOATS);
        FloatVector b01 = FloatVector.zero(FLOATS);
        FloatVector a10 = FloatVector.zero(FLOATS);
        FloatVector b10 = FloatVector.zero(FLOATS);
        FloatVector a11 = FloatVector.zero(FLOATS);
        FloatVector b11 = FloatVector.zero(FLOATS);
        for (int p = 0; p < stride; p += 2 * BYTES) {
            long x = bounded(in + p);
            long y = bounded(g + p);
            FloatVector x0a = load(x);
            FloatVector x1a = load(x + stride);
            FloatVector y0a = load(y);
            FloatVector y1a = load(y + second);
            a00 = y0a.fma(x0a, a00);
            a01 = y0a.fma(x1a, a01);
            a10 = y1a.fma(x0a, a10);
            a11 = y1a.fma(x1a, a11);
            FloatVector x0b = load(x + BYTES);
            FloatVector x1b = load(x + stride + BYTES);
            FloatVector y0b = load(y + BYTES);
            FloatVector y1b = load(y + second + BYTES);
            b00 = y0b.fma(x0b, b00);
            b01 = y0b.fma(x1b, b01);
            b10 = y1b.fma(x0b, b10);
            b11 = y1b.fma(x1b, b11);
        }
        FloatVector left = Tree.fold4(a00.add(b00), a10.add(b10));
        FloatVector right = Tree.fold4(a01.add(b01), a11.add(b11));
        FloatVector sums = Tree.end(Tree.fold2(left, right));
        put(out, sums.lane(0), add);
        put(out + 4, sums.lane(2), add);
        if (height > 1) {
            put(out + outStride, sums.lane(4), add);
            put(out + outStride + 4, sums.lane(6), add);
        }
    }

    private static VectorMask<Float> lanes(int first) {
        boolean[] set = new boolean[LANES];
        for (int lane = first; lane < Math.min(first + 4, LANES); lane++) {
            set[lane] = true;
        }
        return VectorMask.fromArray(FLOATS, set, 0);
    }
}
