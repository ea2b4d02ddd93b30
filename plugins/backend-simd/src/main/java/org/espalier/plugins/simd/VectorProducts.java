package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.getFloat;

import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/** Products of a matrix with a plane: cut into blocks, tiles of positions and, for dense matrices, tiles of rows. */
final class VectorProducts {
    /** Few enough that their sums are still close when activation and mask go over them. */
    private static final int ROWS_AT_ONCE = 16;

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
            links(matrix, vectors, in, stride, out, bias, add, row, end);
            finish(out, stride, vectors * BYTES, relu, mask, row, end);
        }
        return vectors * BYTES;
    }

    private static void links(
            SparseMatrix matrix, int vectors, long in, int stride, long out, long bias, boolean add, int from, int to) {
        long starts = matrix.rowStarts();
        long columns = matrix.columnIndices();
        long values = matrix.values();
        if (vectors == 8 && add) {
            WideSparse.added(starts, columns, values, from, to, in, stride, out);
        } else if (vectors == 8) {
            WideSparse.fresh(starts, columns, values, from, to, in, stride, out, bias);
        } else {
            start(out, stride, vectors * BYTES, bias, add, from, to);
            NarrowSparse.add(vectors, starts, columns, values, from, to, in, stride, out);
        }
    }

    /**
     * The product with a dense matrix, or with its transpose.
     *
     * @param rowStep floats from one row of the matrix to the next
     * @param columnStep floats from one column of the matrix to the next
     */
    static void dense(
            long weight,
            int rowStep,
            int columnStep,
            int rows,
            int columns,
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
            for (int p = 0; p < stride; p += 2 * BYTES) {
                int bytes = Math.min(2 * BYTES, stride - p);
                for (int row = from; row < to; row += DenseTile.ROWS) {
                    int end = Math.min(row + DenseTile.ROWS, to);
                    long y = out + shift + p;
                    start(y, stride, bytes, bias, add, row, end);
                    add(weight, 4L * rowStep, 4L * columnStep, columns, x + p, bytes - BYTES, stride, y, row, end - 1);
                    finish(y, stride, bytes, relu, mask == 0 ? 0 : mask + shift + p, row, end);
                }
            }
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

    private static void start(long out, int stride, int bytes, long bias, boolean add, int from, int to) {
        for (int row = from; row < to; row++) {
            RowEnd.start(out + (long) row * stride, bytes, bias == 0 ? 0f : getFloat(bias + 4L * row), add);
        }
    }

    private static void add(
            long weight,
            long rowStep,
            long columnStep,
            int columns,
            long in,
            long second,
            int stride,
            long out,
            int row,
            int last) {
        long r0 = row;
        long r1 = Math.min(row + 1, last);
        long r2 = Math.min(row + 2, last);
        long r3 = Math.min(row + 3, last);
        DenseTile.add(
                weight + r0 * rowStep,
                weight + r1 * rowStep,
                weight + r2 * rowStep,
                weight + r3 * rowStep,
                columnStep,
                columns,
                in,
                second,
                stride,
                out + r0 * stride,
                out + r1 * stride,
                out + r2 * stride,
                out + r3 * stride);
    }

    /** Activation, then mask, of the rows from … to - 1, of each so many bytes. */
    static void finish(long out, int stride, int bytes, boolean relu, long mask, int from, int to) {
        for (int row = from; row < to; row++) {
            long place = (long) row * stride;
            RowEnd.finish(out + place, bytes, relu, mask == 0 ? 0 : mask + place);
        }
    }
}
