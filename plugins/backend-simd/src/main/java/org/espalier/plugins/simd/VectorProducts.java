package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/** Products of a matrix with a plane: cut into blocks, tiles of positions and, for dense matrices, tiles of rows. */
final class VectorProducts {
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
            long m = mask == 0 ? 0 : mask + shift;
            int p = 0;
            while (p < stride) {
                int left = stride - p;
                long maskAt = m == 0 ? 0 : m + p;
                p += sparseTile(matrix, x + p, stride, out + shift + p, bias, relu, maskAt, add, left, from, to);
            }
        }
    }

    /** Takes as many positions as a tile can of those that are left, and answers how many bytes of a row that were. */
    private static int sparseTile(
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
        long starts = matrix.rowStarts();
        long columns = matrix.columnIndices();
        long values = matrix.values();
        if (left >= 8 * BYTES) {
            if (add) {
                WideSparse.added(starts, columns, values, from, to, in, stride, out, relu);
                if (mask != 0) {
                    applyMask(stride, out, mask, 8 * BYTES, from, to);
                }
            } else if (mask != 0) {
                WideSparse.masked(starts, columns, values, from, to, in, stride, out, bias, relu, mask);
            } else {
                WideSparse.plain(starts, columns, values, from, to, in, stride, out, bias, relu);
            }
            return 8 * BYTES;
        }
        if (left >= 4 * BYTES) {
            NarrowSparse.four(starts, columns, values, from, to, in, stride, out, bias, add, relu, mask);
            return 4 * BYTES;
        }
        if (left >= 2 * BYTES) {
            NarrowSparse.two(starts, columns, values, from, to, in, stride, out, bias, add, relu, mask);
            return 2 * BYTES;
        }
        NarrowSparse.one(starts, columns, values, from, to, in, stride, out, bias, add, relu, mask);
        return BYTES;
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
                long second = p + BYTES < stride ? BYTES : 0;
                for (int row = from; row < to; row += DenseTile.ROWS) {
                    denseTile(weight, rowStep, columnStep, columns, x + p, second, stride, out + shift + p, bias, add,
                            relu, row, to - 1);
                }
            }
            if (mask != 0) {
                applyMask(stride, out + shift, mask + shift, stride, from, to);
            }
        }
    }

    private static void denseTile(
            long weight,
            int rowStep,
            int columnStep,
            int columns,
            long in,
            long second,
            int stride,
            long out,
            long bias,
            boolean add,
            boolean relu,
            int row,
            int last) {
        long r0 = row;
        long r1 = Math.min(row + 1, last);
        long r2 = Math.min(row + 2, last);
        long r3 = Math.min(row + 3, last);
        DenseTile.run(
                weight + 4 * r0 * rowStep,
                weight + 4 * r1 * rowStep,
                weight + 4 * r2 * rowStep,
                weight + 4 * r3 * rowStep,
                4L * columnStep,
                columns,
                in,
                second,
                stride,
                out + r0 * stride,
                out + r1 * stride,
                out + r2 * stride,
                out + r3 * stride,
                bias == 0 ? 0f : getFloat(bias + 4 * r0),
                bias == 0 ? 0f : getFloat(bias + 4 * r1),
                bias == 0 ? 0f : getFloat(bias + 4 * r2),
                bias == 0 ? 0f : getFloat(bias + 4 * r3),
                add,
                relu);
    }

    private static void applyMask(int stride, long out, long mask, int bytes, int from, int to) {
        FloatVector zero = FloatVector.zero(FLOATS);
        for (int row = from; row < to; row++) {
            long place = (long) row * stride;
            for (int p = 0; p < bytes; p += BYTES) {
                long at = place + p;
                store(zero.blend(load(out + at), load(mask + at).compare(GT, 0f)), out + at);
            }
        }
    }
}
