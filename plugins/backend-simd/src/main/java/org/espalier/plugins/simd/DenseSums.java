package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.setFloat;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.espalier.api.backend.Panel;

/**
 * The dense weight gradient, by tiles of rows and columns whose sums stay in registers: 2 x 4 with vectors of 16 lanes,
 * 2 x 2 with pairs of vectors of 8 lanes. The trees of a tile are folded together. A few columns stay close to the
 * processor while all rows pass. Sums of blocks start at -0, which changes no number that is added to it.
 */
final class DenseSums {
    private static final VectorMask<Float> ROW_1 = VectorMask.fromLong(FLOATS, 0xf0 & ((1L << LANES) - 1));

    private DenseSums() {}

    /** See {@link org.espalier.api.backend.Kernels#denseWeightGradient}. */
    static void weightGradient(
            int rows, int columns, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        int stride = 4 * panel.width();
        int height = LANES >= 8 ? 2 : 1;
        int breadth = LANES >= 8 ? LANES / 4 : 1;
        long inBlock = (long) stride * columns;
        long outBlock = (long) stride * rows;
        int blocks = panel.blocks();
        for (int column = 0; column < columns; column += breadth) {
            long x = in + (long) column * stride;
            boolean whole = LANES >= 8 && column + breadth <= columns;
            for (int row = from; row < to; row += height) {
                long g = outGradient + (long) row * stride;
                long out = gradient + 4L * ((long) (row - from) * columns + column);
                int left = Math.min(height, to - row);
                if (!whole) {
                    int across = Math.min(breadth, columns - column);
                    edge(blocks, g, outBlock, left, x, inBlock, across, stride, out, 4 * columns);
                } else if (LANES == 16) {
                    four(blocks, g, outBlock, left, x, inBlock, stride, out, 4 * columns);
                } else {
                    two(blocks, g, outBlock, left, x, inBlock, stride, out, 4 * columns);
                }
            }
        }
    }

    /** Tiles that are not whole, and all with vectors of 4 lanes: sum by sum. */
    private static void edge(
            int blocks,
            long g,
            long outBlock,
            int height,
            long in,
            long inBlock,
            int across,
            int stride,
            long out,
            int outStride) {
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < across; j++) {
                float sum = -0f;
                for (int block = 0; block < blocks; block++) {
                    long y = g + block * outBlock + (long) i * stride;
                    sum += Dot.of(y, in + block * inBlock + (long) j * stride, stride);
                }
                setFloat(out + (long) i * outStride + 4L * j, sum);
            }
        }
    }

    /** 2 x 4 with vectors of 16 lanes. A row beyond the height repeats the last one and is stored where it came from. */
    private static void four(
            int blocks, long g, long outBlock, int height, long in, long inBlock, int stride, long out, int outStride) {
        long second = stride * (height - 1L);
        FloatVector total = FloatVector.broadcast(FLOATS, -0f);
        for (int block = 0; block < blocks; block++) {
            FloatVector s00 = FloatVector.zero(FLOATS);
            FloatVector s01 = s00;
            FloatVector s02 = s00;
            FloatVector s03 = s00;
            FloatVector s10 = s00;
            FloatVector s11 = s00;
            FloatVector s12 = s00;
            FloatVector s13 = s00;
            for (int p = 0; p < stride; p += BYTES) {
                long x = bounded(in + block * inBlock + p);
                long y = bounded(g + block * outBlock + p);
                FloatVector y0 = load(y);
                FloatVector y1 = load(y + second);
                FloatVector x0 = load(x);
                FloatVector x1 = load(x + stride);
                FloatVector x2 = load(x + 2L * stride);
                FloatVector x3 = load(x + 3L * stride);
                s00 = y0.fma(x0, s00);
                s01 = y0.fma(x1, s01);
                s02 = y0.fma(x2, s02);
                s03 = y0.fma(x3, s03);
                s10 = y1.fma(x0, s10);
                s11 = y1.fma(x1, s11);
                s12 = y1.fma(x2, s12);
                s13 = y1.fma(x3, s13);
            }
            FloatVector even = Tree.fold4(Tree.fold8(s00, s10), Tree.fold8(s02, s12));
            FloatVector odd = Tree.fold4(Tree.fold8(s01, s11), Tree.fold8(s03, s13));
            total = total.add(Tree.end(Tree.fold2(even, odd)));
        }
        FloatVector sums = total.rearrange(Tree.EVEN);
        store(sums, out, Tree.FIRST_4);
        // The second row's lanes stand behind those of the first, so their address is as many floats before their
        // place.
        store(sums, out + outStride * (height - 1L) - 16, ROW_1);
    }

    /** 2 x 2 with pairs of vectors of 8 lanes. A row beyond the height repeats the last one and is not stored. */
    private static void two(
            int blocks, long g, long outBlock, int height, long in, long inBlock, int stride, long out, int outStride) {
        long second = stride * (height - 1L);
        FloatVector total = FloatVector.broadcast(FLOATS, -0f);
        for (int block = 0; block < blocks; block++) {
            FloatVector a00 = FloatVector.zero(FLOATS);
            FloatVector a01 = a00;
            FloatVector a10 = a00;
            FloatVector a11 = a00;
            FloatVector b00 = a00;
            FloatVector b01 = a00;
            FloatVector b10 = a00;
            FloatVector b11 = a00;
            for (int p = 0; p < stride; p += 2 * BYTES) {
                long x = bounded(in + block * inBlock + p);
                long y = bounded(g + block * outBlock + p);
                FloatVector x0 = load(x);
                FloatVector x1 = load(x + stride);
                FloatVector y0 = load(y);
                FloatVector y1 = load(y + second);
                a00 = y0.fma(x0, a00);
                a01 = y0.fma(x1, a01);
                a10 = y1.fma(x0, a10);
                a11 = y1.fma(x1, a11);
                FloatVector u0 = load(x + BYTES);
                FloatVector u1 = load(x + stride + BYTES);
                FloatVector v0 = load(y + BYTES);
                FloatVector v1 = load(y + second + BYTES);
                b00 = v0.fma(u0, b00);
                b01 = v0.fma(u1, b01);
                b10 = v1.fma(u0, b10);
                b11 = v1.fma(u1, b11);
            }
            FloatVector left = Tree.fold4(a00.add(b00), a10.add(b10));
            FloatVector right = Tree.fold4(a01.add(b01), a11.add(b11));
            total = total.add(Tree.end(Tree.fold2(left, right)));
        }
        setFloat(out, total.lane(0));
        setFloat(out + 4, total.lane(2));
        if (height > 1) {
            setFloat(out + outStride, total.lane(4));
            setFloat(out + outStride + 4, total.lane(6));
        }
    }
}
