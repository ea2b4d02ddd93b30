package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.getLong;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.setFloat;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;

/**
 * Sums over tiles. The lanes of some links stay close to the processor while a stretch of tiles passes; in between they lie
 * in scratch. Vectors narrower than 16 lanes take the lanes in parts, one after the other.
 */
final class TileSums {
    /** Bytes of a turn through the 16 lanes. */
    private static final int TURN = 64;
    /** Parts the 16 lanes are taken in. */
    private static final int PARTS = 16 / LANES;
    /** Examples of a feature that pass before the next links: long enough to hide loading and storing the lanes. */
    private static final int STRETCH = 1024;
    /** Rows and columns of the dense gradient whose lanes fit the scratch. */
    private static final int BLOCK_ROWS = 32;

    private static final int BLOCK_COLUMNS = TileKernels.LANE_LINKS / BLOCK_ROWS;

    private TileSums() {}

    /** See {@link TileKernels#sparseTileGradient}. */
    static void sparse(SparseMatrix matrix, Tiles tiles, long lanes, long gradient, int from, int to) {
        int end = getInt(matrix.rowStarts() + 4L * to);
        int row = from;
        for (int first = getInt(matrix.rowStarts() + 4L * from); first < end; first += TileKernels.LANE_LINKS) {
            int last = Math.min(end, first + TileKernels.LANE_LINKS);
            while (getInt(matrix.rowStarts() + 4L * row + 4) <= first) {
                row++;
            }
            links(matrix, tiles, lanes, row, first, last);
            for (int k = first; k < last; k++) {
                setFloat(gradient + 4L * k, Tree.at(lanes + (long) TURN * (k - first)));
            }
        }
    }

    /** The lanes of the links first … last - 1, the first of which is in the given row. */
    private static void links(SparseMatrix matrix, Tiles tiles, long lanes, int firstRow, int first, int last) {
        int stride = 4 * tiles.width();
        int stretch = Math.max(1, STRETCH / tiles.width());
        for (int tile = 0; tile < tiles.count(); tile += stretch) {
            int tileEnd = Math.min(tiles.count(), tile + stretch);
            int row = firstRow;
            int k = first;
            while (k < last) {
                int rowEnd = Math.min(last, getInt(matrix.rowStarts() + 4L * row + 4));
                for (; k < rowEnd; k += 4) {
                    fourLinks(matrix.columnIndices(), tiles, tile, tileEnd, stride, row, k, rowEnd - 1, first, lanes);
                }
                k = rowEnd;
                row++;
            }
        }
    }

    /** Four links of a row; past the last one, the last is repeated and written again. */
    private static void fourLinks(
            long columns, Tiles tiles, int tile, int end, int stride, int row, int k, int last, int first, long lanes) {
        int k1 = Math.min(k + 1, last);
        int k2 = Math.min(k + 2, last);
        int k3 = Math.min(k + 3, last);
        long c0 = (long) getInt(columns + 4L * k) * stride;
        long c1 = (long) getInt(columns + 4L * k1) * stride;
        long c2 = (long) getInt(columns + 4L * k2) * stride;
        long c3 = (long) getInt(columns + 4L * k3) * stride;
        for (int part = 0; part < PARTS; part++) {
            long shift = (long) part * BYTES;
            four(
                    tiles,
                    tile,
                    end,
                    stride,
                    (long) row * stride + shift,
                    c0 + shift,
                    c1 + shift,
                    c2 + shift,
                    c3 + shift,
                    lanes + (long) TURN * (k - first) + shift,
                    lanes + (long) TURN * (k1 - first) + shift,
                    lanes + (long) TURN * (k2 - first) + shift,
                    lanes + (long) TURN * (k3 - first) + shift);
        }
    }

    private static void four(
            Tiles tiles,
            int tile,
            int end,
            int stride,
            long row,
            long c0,
            long c1,
            long c2,
            long c3,
            long l0,
            long l1,
            long l2,
            long l3) {
        FloatVector s0 = start(l0, tile);
        FloatVector s1 = start(l1, tile);
        FloatVector s2 = start(l2, tile);
        FloatVector s3 = start(l3, tile);
        for (int t = tile; t < end; t++) {
            long y = getLong(tiles.outputs() + 8L * t) + row;
            long x = getLong(tiles.inputs() + 8L * t);
            for (int p = 0; p < stride; p += TURN) {
                FloatVector g = load(bounded(y + p));
                s0 = g.fma(load(bounded(x + c0 + p)), s0);
                s1 = g.fma(load(bounded(x + c1 + p)), s1);
                s2 = g.fma(load(bounded(x + c2 + p)), s2);
                s3 = g.fma(load(bounded(x + c3 + p)), s3);
            }
        }
        store(s0, l0);
        store(s1, l1);
        store(s2, l2);
        store(s3, l3);
    }

    /** What the lanes hold, or +0 before the first tile. */
    private static FloatVector start(long lanes, int tile) {
        return tile == 0 ? FloatVector.zero(FLOATS) : load(lanes);
    }

    /** See {@link TileKernels#denseTileGradient}. */
    static void dense(int count, long columns, Tiles tiles, long lanes, long gradient, int from, int to) {
        int stretch = Math.max(1, STRETCH / 2 / tiles.width());
        for (int column = 0; column < count; column += BLOCK_COLUMNS) {
            int columnEnd = Math.min(count, column + BLOCK_COLUMNS);
            for (int row = from; row < to; row += BLOCK_ROWS) {
                int rowEnd = Math.min(to, row + BLOCK_ROWS);
                for (int tile = 0; tile < tiles.count(); tile += stretch) {
                    int end = Math.min(tiles.count(), tile + stretch);
                    block(columns, tiles, tile, end, lanes, row, rowEnd, column, columnEnd);
                }
                for (int r = row; r < rowEnd; r++) {
                    for (int k = column; k < columnEnd; k++) {
                        long place = lanes + (long) TURN * ((r - row) * BLOCK_COLUMNS + k - column);
                        setFloat(gradient + 4L * ((long) (r - from) * count + k), Tree.at(place));
                    }
                }
            }
        }
    }

    /** A stretch of tiles for a block of rows and columns, by tiles of two rows and four columns. */
    private static void block(
            long columns, Tiles tiles, int tile, int end, long lanes, int row, int rowEnd, int column, int columnEnd) {
        int stride = 4 * tiles.width();
        for (int k = column; k < columnEnd; k += 4) {
            int last = columnEnd - 1;
            int k1 = Math.min(k + 1, last);
            int k2 = Math.min(k + 2, last);
            int k3 = Math.min(k + 3, last);
            long c0 = (long) getInt(columns + 4L * k) * stride;
            long c1 = (long) getInt(columns + 4L * k1) * stride;
            long c2 = (long) getInt(columns + 4L * k2) * stride;
            long c3 = (long) getInt(columns + 4L * k3) * stride;
            for (int r = row; r < rowEnd; r += 2) {
                int second = Math.min(r + 1, rowEnd - 1);
                for (int part = 0; part < PARTS; part++) {
                    long shift = (long) part * BYTES;
                    long place = lanes + (long) TURN * ((r - row) * BLOCK_COLUMNS - column) + shift;
                    eight(
                            tiles,
                            tile,
                            end,
                            stride,
                            (long) r * stride + shift,
                            (long) (second - r) * stride,
                            c0 + shift,
                            c1 + shift,
                            c2 + shift,
                            c3 + shift,
                            place + (long) TURN * k,
                            place + (long) TURN * k1,
                            place + (long) TURN * k2,
                            place + (long) TURN * k3,
                            (long) TURN * (second - r) * BLOCK_COLUMNS);
                }
            }
        }
    }

    private static void eight(
            Tiles tiles,
            int tile,
            int end,
            int stride,
            long row,
            long second,
            long c0,
            long c1,
            long c2,
            long c3,
            long l0,
            long l1,
            long l2,
            long l3,
            long down) {
        FloatVector s00 = start(l0, tile);
        FloatVector s01 = start(l1, tile);
        FloatVector s02 = start(l2, tile);
        FloatVector s03 = start(l3, tile);
        FloatVector s10 = start(l0 + down, tile);
        FloatVector s11 = start(l1 + down, tile);
        FloatVector s12 = start(l2 + down, tile);
        FloatVector s13 = start(l3 + down, tile);
        for (int t = tile; t < end; t++) {
            long y = getLong(tiles.outputs() + 8L * t) + row;
            long x = getLong(tiles.inputs() + 8L * t);
            for (int p = 0; p < stride; p += TURN) {
                FloatVector g0 = load(bounded(y + p));
                FloatVector g1 = load(bounded(y + second + p));
                FloatVector x0 = load(bounded(x + c0 + p));
                FloatVector x1 = load(bounded(x + c1 + p));
                FloatVector x2 = load(bounded(x + c2 + p));
                FloatVector x3 = load(bounded(x + c3 + p));
                s00 = g0.fma(x0, s00);
                s01 = g0.fma(x1, s01);
                s02 = g0.fma(x2, s02);
                s03 = g0.fma(x3, s03);
                s10 = g1.fma(x0, s10);
                s11 = g1.fma(x1, s11);
                s12 = g1.fma(x2, s12);
                s13 = g1.fma(x3, s13);
            }
        }
        store(s00, l0);
        store(s01, l1);
        store(s02, l2);
        store(s03, l3);
        store(s10, l0 + down);
        store(s11, l1 + down);
        store(s12, l2 + down);
        store(s13, l3 + down);
    }

    /** See {@link TileKernels#tileSums}. */
    static void sums(Tiles tiles, long lanes, long out, int from, int to) {
        int stride = 4 * tiles.width();
        for (int row = from; row < to; row++) {
            for (int part = 0; part < PARTS; part++) {
                long shift = (long) part * BYTES;
                sum(tiles, stride, (long) row * stride + shift, lanes + shift);
            }
            setFloat(out + 4L * row, Tree.at(lanes));
        }
    }

    /** One part of the lanes of a row. */
    private static void sum(Tiles tiles, int stride, long row, long lanes) {
        FloatVector s = FloatVector.zero(FLOATS);
        for (int t = 0; t < tiles.count(); t++) {
            long y = getLong(tiles.outputs() + 8L * t) + row;
            for (int p = 0; p < stride; p += TURN) {
                s = s.add(load(bounded(y + p)));
            }
        }
        store(s, lanes);
    }
}
