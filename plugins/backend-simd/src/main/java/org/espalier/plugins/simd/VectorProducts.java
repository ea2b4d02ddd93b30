package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getInt;

import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/** Products of a matrix with a plane: cut into blocks, tiles of positions and, for dense matrices, tiles of rows. */
final class VectorProducts {
    /** Few enough that their sums are still close when activation and mask go over them. */
    private static final int ROWS_AT_ONCE = 16;
    /** Columns of a dense matrix taken at a time: their features of the input fit the second cache. */
    private static final int DEPTH = 1024;
    /** The same where weights lie a row apart: so many lines of the matrix, often in the same few places of a cache, stay there. */
    private static final int STEEP_DEPTH = 128;

    private VectorProducts() {}

    /** See {@link org.espalier.api.backend.Kernels#sparseProduct}. */
    static void sparse(
            SparseMatrix matrix,
            Panel panel,
            long in,
            long out,
            long bias,
            boolean relu,
            long mask,
            boolean add,
            int from,
            int to) {
        int stride = 4 * panel.width();
        for (int block = 0; block < panel.blocks(); block++) {
            long x = in + (long) block * stride * matrix.columns();
            long shift = (long) block * stride * matrix.rows();
            int p = 0;
            while (p < stride) {
                long m = mask == 0 ? 0 : mask + shift + p;
                p += tile(matrix, x + p, stride, out + shift + p, bias, relu, m, add, stride - p, from, to);
            }
        }
    }

    /** Takes as many positions as a tile can of those that are left, and answers how many bytes of a row that were. */
    private static int tile(
            SparseMatrix matrix,
            long in,
            int stride,
            long out,
            long bias,
            boolean relu,
            long mask,
            boolean add,
            int left,
            int from,
            int to) {
        int vectors = left >= 8 * BYTES ? 8 : NarrowSparse.vectors(left / BYTES);
        for (int row = from; row < to; row += ROWS_AT_ONCE) {
            int end = Math.min(row + ROWS_AT_ONCE, to);
            if (vectors == 8) {
                links(matrix, in, stride, out, bias, add, row, end);
            } else {
                start(out, stride, vectors * BYTES, bias, add, row, end);
                NarrowSparse.add(
                        vectors,
                        matrix.rowStarts(),
                        matrix.columnIndices(),
                        matrix.values(),
                        row,
                        end,
                        in,
                        stride,
                        out);
            }
            finish(out, stride, vectors * BYTES, relu, mask, row, end);
        }
        return vectors * BYTES;
    }

    /** 8 vectors of positions: rows with the same columns by tiles, the others one by one. */
    private static void links(
            SparseMatrix matrix, long in, int stride, long out, long bias, boolean add, int from, int to) {
        int row = from;
        while (row < to) {
            int end = row;
            while (end < to && !SharedColumns.from(matrix, end, to)) {
                end++;
            }
            rows(matrix, in, stride, out, bias, add, row, end);
            for (row = end; SharedColumns.from(matrix, row, to); row += SharedColumns.ROWS) {
                start(out, stride, 8 * BYTES, bias, add, row, row + SharedColumns.ROWS);
                SharedColumns.add(matrix, row, in, stride, out);
            }
        }
    }

    private static void rows(
            SparseMatrix matrix, long in, int stride, long out, long bias, boolean add, int from, int to) {
        long starts = matrix.rowStarts();
        long columns = matrix.columnIndices();
        long values = matrix.values();
        if (add) {
            for (int row = from; row < to; row++) {
                long y = out + (long) row * stride;
                int begin = getInt(starts + 4L * row);
                WideSparse.add(columns, values, begin, getInt(starts + 4L * row + 4), in, stride, y);
            }
        } else {
            WideSparse.fresh(starts, columns, values, from, to, in, stride, out, bias);
        }
    }

    /** See {@link org.espalier.api.backend.Kernels#denseProduct}. */
    static void dense(
            long weight,
            int columns,
            int rows,
            Panel panel,
            long in,
            long out,
            long bias,
            boolean relu,
            long mask,
            boolean add,
            int from,
            int to) {
        int stride = 4 * panel.width();
        for (int block = 0; block < panel.blocks(); block++) {
            long x = in + (long) block * stride * columns;
            long shift = (long) block * stride * rows;
            start(out + shift, stride, stride, bias, add, from, to);
            for (int first = 0; first < columns; first += DEPTH) {
                int count = Math.min(DEPTH, columns - first);
                for (int p = 0; p < stride; p += 2 * BYTES) {
                    long second = Math.min(BYTES, stride - p - BYTES);
                    add(
                            weight + 4L * first,
                            4L * columns,
                            4,
                            count,
                            x + (long) first * stride + p,
                            second,
                            stride,
                            out + shift + p,
                            from,
                            to);
                }
            }
            finish(out + shift, stride, stride, relu, mask == 0 ? 0 : mask + shift, from, to);
        }
    }

    /** See {@link org.espalier.api.backend.Kernels#denseTransposedProduct}. */
    static void transposed(
            long weight,
            int rows,
            int columns,
            Panel panel,
            long outGradient,
            long inGradient,
            long mask,
            boolean add,
            int from,
            int to) {
        int stride = 4 * panel.width();
        long step = 4L * columns;
        for (int block = 0; block < panel.blocks(); block++) {
            long g = outGradient + (long) block * stride * rows;
            long shift = (long) block * stride * columns;
            start(inGradient + shift, stride, stride, 0, add, from, to);
            for (int first = 0; first < rows; first += STEEP_DEPTH) {
                int count = Math.min(STEEP_DEPTH, rows - first);
                long w = weight + first * step;
                for (int row = from; row < to; row += ROWS_AT_ONCE) {
                    int end = Math.min(row + ROWS_AT_ONCE, to);
                    for (int p = 0; p < stride; p += 2 * BYTES) {
                        long second = Math.min(BYTES, stride - p - BYTES);
                        long x = g + (long) first * stride + p;
                        add(w, 4, step, count, x, second, stride, inGradient + shift + p, row, end);
                    }
                }
            }
            finish(inGradient + shift, stride, stride, false, mask == 0 ? 0 : mask + shift, from, to);
        }
    }

    /** See {@link org.espalier.api.backend.TileKernels#gatheredProduct}. */
    static void gathered(
            long weight,
            int count,
            long columns,
            int width,
            long in,
            long out,
            long bias,
            boolean relu,
            long mask,
            boolean add,
            int from,
            int to) {
        int stride = 4 * width;
        for (int p = 0; p < stride; p += 2 * BYTES) {
            int bytes = Math.min(2 * BYTES, stride - p);
            for (int row = from; row < to; row += DenseTile.ROWS) {
                int end = Math.min(row + DenseTile.ROWS, to);
                long y = out + p;
                start(y, stride, bytes, bias, add, row, end);
                gather(weight, count, columns, in + p, bytes - BYTES, stride, y, row, end - 1);
                finish(y, stride, bytes, relu, mask == 0 ? 0 : mask + p, row, end);
            }
        }
    }

    private static void gather(
            long weight, int count, long columns, long in, long second, int stride, long out, int row, int last) {
        long r0 = row;
        long r1 = Math.min(row + 1, last);
        long r2 = Math.min(row + 2, last);
        long r3 = Math.min(row + 3, last);
        long step = 4L * count;
        DenseTile.gathered(
                weight + r0 * step,
                weight + r1 * step,
                weight + r2 * step,
                weight + r3 * step,
                count,
                columns,
                in,
                second,
                stride,
                out + r0 * stride,
                out + r1 * stride,
                out + r2 * stride,
                out + r3 * stride);
    }

    /** What the sums of the rows from … to - 1 start from, of each so many bytes. */
    static void start(long out, int stride, int bytes, long bias, boolean add, int from, int to) {
        for (int row = from; row < to; row++) {
            RowEnd.start(out + (long) row * stride, bytes, bias == 0 ? 0f : getFloat(bias + 4L * row), add);
        }
    }

    /**
     * Adds the products of the rows from … to - 1 with so many columns of a dense matrix.
     *
     * @param rowStep bytes from one row of the matrix to the next
     * @param columnStep bytes from one column of the matrix to the next
     */
    private static void add(
            long weight,
            long rowStep,
            long columnStep,
            int count,
            long in,
            long second,
            int stride,
            long out,
            int from,
            int to) {
        long last = to - 1L;
        for (long r0 = from; r0 < to; r0 += DenseTile.ROWS) {
            long r1 = Math.min(r0 + 1, last);
            long r2 = Math.min(r0 + 2, last);
            long r3 = Math.min(r0 + 3, last);
            DenseTile.add(
                    weight + r0 * rowStep,
                    weight + r1 * rowStep,
                    weight + r2 * rowStep,
                    weight + r3 * rowStep,
                    columnStep,
                    count,
                    in,
                    second,
                    stride,
                    out + r0 * stride,
                    out + r1 * stride,
                    out + r2 * stride,
                    out + r3 * stride);
        }
    }

    /** Activation, then mask, of the rows from … to - 1, of each so many bytes. */
    static void finish(long out, int stride, int bytes, boolean relu, long mask, int from, int to) {
        for (int row = from; row < to; row++) {
            long place = (long) row * stride;
            RowEnd.finish(out + place, bytes, relu, mask == 0 ? 0 : mask + place);
        }
    }
}
