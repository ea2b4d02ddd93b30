package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.getLong;
import static org.espalier.plugins.simd.Memory.setFloat;

import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;

/**
 * The gradient of a dense weight as a product: the output's gradient times the transposed input. The input is copied so that
 * columns lie side by side, in strips of two vectors: {@code [strip][position][column]}. Where rows are few,
 * {@link FewRows} turns it round.
 */
final class PackedSums {
    /** Columns of a strip. */
    private static final int STRIP = 2 * LANES;

    private static final int STRIP_BYTES = 4 * STRIP;

    /** A tile of a strip that sticks out, at the end of the scratch. */
    private static final int ASIDE = STRIP_BYTES * DenseTile.ROWS;

    private PackedSums() {}

    /** See {@link org.espalier.api.backend.PackedKernels#packedTileGradient}. */
    static void tileGradient(
            int count,
            long columns,
            Tiles tiles,
            long scratch,
            long gradient,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo) {
        if (FewRows.pay(rowTo - rowFrom, columnTo - columnFrom)) {
            FewRows.gradient(count, columns, tiles, scratch, gradient, rowFrom, rowTo, columnFrom, columnTo);
            return;
        }
        clear(gradient, count, rowFrom, rowTo, columnFrom, columnTo);
        int width = tiles.width();
        int most = (int) ((TileKernels.LANE_BYTES - ASIDE) / ((long) STRIP_BYTES * width)) * STRIP;
        for (int first = columnFrom; first < columnTo; first += most) {
            int end = Math.min(columnTo, first + most);
            for (int tile = 0; tile < tiles.count(); tile++) {
                long in = getLong(tiles.inputs() + 8L * tile);
                long g = getLong(tiles.outputs() + 8L * tile);
                gather(columns, in, width, scratch, first, end);
                for (int column = first; column < end; column += STRIP) {
                    long packed = scratch + 4L * width * (column - first);
                    strip(g, width, packed, gradient, count, rowFrom, rowTo, column, end, scratch);
                }
            }
        }
    }

    private static void gather(long columns, long in, int width, long packed, int first, int end) {
        for (int column = first; column < end; column++) {
            int at = column - first;
            long strip = packed + 4L * width * (at - at % STRIP);
            long source = in + 4L * width * getInt(columns + 4L * column);
            spread(bounded(source), bounded(strip + 4L * (at % STRIP)), STRIP_BYTES, width);
        }
    }

    /** Copies floats that lie side by side to places that lie so many bytes apart. */
    static void spread(long source, long target, int step, int count) {
        for (int i = 0; i < count; i++) {
            setFloat(target + (long) step * i, getFloat(source + 4L * i));
        }
    }

    private static void clear(long gradient, int columns, int rowFrom, int rowTo, int columnFrom, int columnTo) {
        for (int row = rowFrom; row < rowTo; row++) {
            long place = bounded(gradient + 4L * ((long) row * columns + columnFrom));
            for (int k = 0; k < columnTo - columnFrom; k++) {
                setFloat(place + 4L * k, 0f);
            }
        }
    }

    /**
     * Adds the products of one block or tile to a strip of the gradient.
     *
     * @param g the output's gradient
     * @param column the strip's first
     * @param end where columns end
     */
    private static void strip(
            long g,
            int width,
            long in,
            long gradient,
            int columns,
            int from,
            int to,
            int column,
            int end,
            long scratch) {
        int across = Math.min(STRIP, end - column);
        for (int row = from; row < to; row += DenseTile.ROWS) {
            int height = Math.min(DenseTile.ROWS, to - row);
            long out = gradient + 4L * ((long) row * columns + column);
            long slope = g + 4L * width * row;
            if (across == STRIP) {
                tile(slope, height, width, in, out, 4L * columns);
            } else {
                long aside = scratch + TileKernels.LANE_BYTES - ASIDE;
                for (int i = 0; i < height; i++) {
                    copy(out + 4L * columns * i, aside + (long) STRIP_BYTES * i, across);
                }
                tile(slope, height, width, in, aside, STRIP_BYTES);
                for (int i = 0; i < height; i++) {
                    copy(aside + (long) STRIP_BYTES * i, out + 4L * columns * i, across);
                }
            }
        }
    }

    private static void copy(long from, long to, int count) {
        for (int i = 0; i < count; i++) {
            setFloat(to + 4L * i, getFloat(from + 4L * i));
        }
    }

    /** A row beyond the height repeats the last one and writes the same. */
    private static void tile(long g, int height, int width, long in, long out, long outStride) {
        long stride = 4L * width;
        long y0 = bounded(out);
        long y1 = y0 + outStride * Math.min(1, height - 1);
        long y2 = y0 + outStride * Math.min(2, height - 1);
        long y3 = y0 + outStride * (height - 1);
        long g0 = bounded(g);
        long g1 = g0 + stride * Math.min(1, height - 1);
        long g2 = g0 + stride * Math.min(2, height - 1);
        long g3 = g0 + stride * (height - 1);
        DenseTile.add(g0, g1, g2, g3, Float.BYTES, width, bounded(in), BYTES, STRIP_BYTES, y0, y1, y2, y3);
    }
}
