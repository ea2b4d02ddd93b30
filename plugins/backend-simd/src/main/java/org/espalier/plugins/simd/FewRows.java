package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.ALL;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.ORDER;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.getLong;
import static org.espalier.plugins.simd.Memory.setFloat;
import static org.espalier.plugins.simd.Memory.store;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;

/**
 * The gradient of a dense weight whose rows fit the lanes of one vector, as those of ten classes do: the output's gradient is
 * copied as {@code [position][row]}, a thing of no weight, and the input, of which there is much more, is read as it lies.
 */
final class FewRows {
    /** Columns whose sums are in registers at a time. */
    private static final int COLUMNS = 8;

    private FewRows() {}

    /** Whether they are few enough, and columns enough. */
    static boolean pay(int rows, int columns) {
        return rows <= LANES && columns >= COLUMNS;
    }

    /** See {@link org.espalier.api.backend.PackedKernels#packedTileGradient}. */
    static void gradient(
            int count,
            long columns,
            Tiles tiles,
            long scratch,
            long gradient,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo) {
        int width = tiles.width();
        int rows = rowTo - rowFrom;
        long sums = scratch + (long) BYTES * width;
        int most = (int) ((TileKernels.LANE_BYTES - (long) BYTES * width) / BYTES);
        clear(scratch, width);
        for (int first = columnFrom; first < columnTo; first += most) {
            int across = Math.min(most, columnTo - first);
            clear(sums, across);
            for (int tile = 0; tile < tiles.count(); tile++) {
                long g = getLong(tiles.outputs() + 8L * tile) + 4L * width * rowFrom;
                for (int row = 0; row < rows; row++) {
                    PackedSums.spread(bounded(g + 4L * width * row), bounded(scratch + 4L * row), BYTES, width);
                }
                long in = getLong(tiles.inputs() + 8L * tile);
                for (int column = 0; column < across; column += COLUMNS) {
                    eight(
                            columns + 4L * (first + column),
                            across - column - 1,
                            in,
                            width,
                            scratch,
                            sums + BYTES * column);
                }
            }
            for (int row = 0; row < rows; row++) {
                long out = gradient + 4L * ((long) (rowFrom + row) * count + first);
                leave(bounded(sums + 4L * row), bounded(out), across);
            }
        }
    }

    private static void clear(long vectors, int count) {
        for (int i = 0; i < count; i++) {
            store(FloatVector.zero(FLOATS), bounded(vectors + (long) BYTES * i));
        }
    }

    private static void leave(long source, long target, int count) {
        for (int i = 0; i < count; i++) {
            setFloat(target + 4L * i, getFloat(source + (long) BYTES * i));
        }
    }

    /**
     * Adds the products of 8 columns with all rows. A column beyond the last repeats the last one and writes the same.
     *
     * @param last the last column there is
     * @param slopes the output's gradient, {@code [position][row]}
     * @param sums {@code [column][row]}
     */
    private static void eight(long columns, int last, long in, int width, long slopes, long sums) {
        long stride = 4L * width;
        int c1 = Math.min(1, last);
        int c2 = Math.min(2, last);
        int c3 = Math.min(3, last);
        int c4 = Math.min(4, last);
        int c5 = Math.min(5, last);
        int c6 = Math.min(6, last);
        int c7 = Math.min(7, last);
        products(
                bounded(in + stride * getInt(columns)),
                bounded(in + stride * getInt(columns + 4L * c1)),
                bounded(in + stride * getInt(columns + 4L * c2)),
                bounded(in + stride * getInt(columns + 4L * c3)),
                bounded(in + stride * getInt(columns + 4L * c4)),
                bounded(in + stride * getInt(columns + 4L * c5)),
                bounded(in + stride * getInt(columns + 4L * c6)),
                bounded(in + stride * getInt(columns + 4L * c7)),
                width,
                bounded(slopes),
                bounded(sums),
                bounded(sums + BYTES * c1),
                bounded(sums + BYTES * c2),
                bounded(sums + BYTES * c3),
                bounded(sums + BYTES * c4),
                bounded(sums + BYTES * c5),
                bounded(sums + BYTES * c6),
                bounded(sums + BYTES * c7));
    }

    /** Memory is accessed without methods in between: the compiler inlines those of the JDK in any case, of ours only so many. */
    private static void products(
            long x0,
            long x1,
            long x2,
            long x3,
            long x4,
            long x5,
            long x6,
            long x7,
            int width,
            long slopes,
            long y0,
            long y1,
            long y2,
            long y3,
            long y4,
            long y5,
            long y6,
            long y7) {
        FloatVector s0 = FloatVector.fromMemorySegment(FLOATS, ALL, y0, ORDER);
        FloatVector s1 = FloatVector.fromMemorySegment(FLOATS, ALL, y1, ORDER);
        FloatVector s2 = FloatVector.fromMemorySegment(FLOATS, ALL, y2, ORDER);
        FloatVector s3 = FloatVector.fromMemorySegment(FLOATS, ALL, y3, ORDER);
        FloatVector s4 = FloatVector.fromMemorySegment(FLOATS, ALL, y4, ORDER);
        FloatVector s5 = FloatVector.fromMemorySegment(FLOATS, ALL, y5, ORDER);
        FloatVector s6 = FloatVector.fromMemorySegment(FLOATS, ALL, y6, ORDER);
        FloatVector s7 = FloatVector.fromMemorySegment(FLOATS, ALL, y7, ORDER);
        for (int p = 0; p < width; p++) {
            long at = 4L * p;
            FloatVector g = FloatVector.fromMemorySegment(FLOATS, ALL, slopes + (long) BYTES * p, ORDER);
            s0 = g.fma(FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x0 + at)), s0);
            s1 = g.fma(FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x1 + at)), s1);
            s2 = g.fma(FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x2 + at)), s2);
            s3 = g.fma(FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x3 + at)), s3);
            s4 = g.fma(FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x4 + at)), s4);
            s5 = g.fma(FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x5 + at)), s5);
            s6 = g.fma(FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x6 + at)), s6);
            s7 = g.fma(FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, x7 + at)), s7);
        }
        s0.intoMemorySegment(ALL, y0, ORDER);
        s1.intoMemorySegment(ALL, y1, ORDER);
        s2.intoMemorySegment(ALL, y2, ORDER);
        s3.intoMemorySegment(ALL, y3, ORDER);
        s4.intoMemorySegment(ALL, y4, ORDER);
        s5.intoMemorySegment(ALL, y5, ORDER);
        s6.intoMemorySegment(ALL, y6, ORDER);
        s7.intoMemorySegment(ALL, y7, ORDER);
    }
}
