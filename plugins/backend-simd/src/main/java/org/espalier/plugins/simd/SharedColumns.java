package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.ALL;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getInt;

import java.lang.foreign.MemorySegment;
import org.espalier.api.backend.SparseMatrix;

/**
 * Sparse products of rows that read the same columns, as in patterns of blocks, rows or channels: a tile of them is multiplied
 * at a time, and a column of the input is read once for all.
 */
final class SharedColumns {
    /** Rows of a tile. */
    static final int ROWS = DenseTile.ROWS;

    private SharedColumns() {}

    /** Whether a tile that begins with this row is below {@code to}, and its rows have the same columns. */
    static boolean from(SparseMatrix matrix, int row, int to) {
        if (row + ROWS > to) {
            return false;
        }
        long first = getInt(matrix.rowStarts() + 4L * row);
        long length = getInt(matrix.rowStarts() + 4L * row + 4) - first;
        for (int i = 1; i < ROWS; i++) {
            if (getInt(matrix.rowStarts() + 4L * (row + i + 1)) != first + (i + 1) * length) {
                return false;
            }
        }
        long bytes = 4 * length;
        long columns = matrix.columnIndices() + 4 * first;
        return length > 0
                && same(columns, columns + bytes, bytes)
                && same(columns, columns + 2 * bytes, bytes)
                && same(columns, columns + 3 * bytes, bytes);
    }

    private static boolean same(long one, long other, long bytes) {
        return getInt(one) == getInt(other)
                && MemorySegment.mismatch(ALL, one, one + bytes, ALL, other, other + bytes) < 0;
    }

    /**
     * Adds the products of a tile, for 8 vectors of positions.
     *
     * @param row the tile's first
     */
    static void add(SparseMatrix matrix, int row, long in, int stride, long out) {
        int first = getInt(matrix.rowStarts() + 4L * row);
        int length = getInt(matrix.rowStarts() + 4L * row + 4) - first;
        long bytes = 4L * length;
        long values = matrix.values() + 4L * first;
        long y = out + (long) row * stride;
        for (int p = 0; p < 8 * BYTES; p += 2 * BYTES) {
            DenseTile.gathered(
                    values,
                    values + bytes,
                    values + 2 * bytes,
                    values + 3 * bytes,
                    length,
                    matrix.columnIndices() + 4L * first,
                    in + p,
                    BYTES,
                    stride,
                    bounded(y + p),
                    bounded(y + stride + p),
                    bounded(y + 2L * stride + p),
                    bounded(y + 3L * stride + p));
        }
    }
}
