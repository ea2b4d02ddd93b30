package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.setFloat;

import jdk.incubator.vector.FloatVector;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/** The weight gradient of links: for each a sum over positions of two rows' products. */
final class SparseSums {
    private SparseSums() {}

    /** See {@link org.espalier.api.backend.Kernels#sparseWeightGradient}. */
    static void weightGradient(
            SparseMatrix matrix, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        int stride = 4 * panel.width();
        long columns = matrix.columnIndices();
        for (int block = 0; block < panel.blocks(); block++) {
            long x = in + (long) block * stride * matrix.columns();
            long g = outGradient + (long) block * stride * matrix.rows();
            boolean add = block > 0;
            for (int row = from; row < to; row++) {
                int first = getInt(matrix.rowStarts() + 4L * row);
                int end = getInt(matrix.rowStarts() + 4L * row + 4);
                long y = g + (long) row * stride;
                if (stride == 8 * BYTES && LANES == 16) {
                    wide(columns, first, end, x, y, gradient, add);
                } else {
                    links(columns, first, end, x, y, stride, gradient, add);
                }
            }
        }
    }

    /** Panels of 8 vectors of 16 lanes: the row of the output gradient stays in registers. */
    private static void wide(long columns, int first, int end, long in, long outGradient, long gradient, boolean add) {
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector g0 = load(outGradient);
        FloatVector g1 = load(outGradient + BYTES);
        FloatVector g2 = load(outGradient + 2 * BYTES);
        FloatVector g3 = load(outGradient + 3 * BYTES);
        FloatVector g4 = load(outGradient + 4 * BYTES);
        FloatVector g5 = load(outGradient + 5 * BYTES);
        FloatVector g6 = load(outGradient + 6 * BYTES);
        FloatVector g7 = load(outGradient + 7 * BYTES);
        for (int k = first; k < end; k++) {
            long x = bounded(in + (long) getInt(columns + 4L * k) * (8 * BYTES));
            FloatVector s = g0.fma(load(x), zero);
            s = g1.fma(load(x + BYTES), s);
            s = g2.fma(load(x + 2 * BYTES), s);
            s = g3.fma(load(x + 3 * BYTES), s);
            s = g4.fma(load(x + 4 * BYTES), s);
            s = g5.fma(load(x + 5 * BYTES), s);
            s = g6.fma(load(x + 6 * BYTES), s);
            s = g7.fma(load(x + 7 * BYTES), s);
            FloatVector eight = s.add(s.rearrange(Tree.BY_8));
            FloatVector four = eight.add(eight.rearrange(Tree.BY_4));
            FloatVector two = four.add(four.rearrange(Tree.BY_2));
            put(gradient + 4L * k, two.add(two.rearrange(Tree.BY_1)).lane(0), add);
        }
    }

    /** Panels of any width. */
    private static void links(
            long columns, int first, int end, long in, long outGradient, int stride, long gradient, boolean add) {
        for (int k = first; k < end; k++) {
            long x = in + (long) getInt(columns + 4L * k) * stride;
            put(gradient + 4L * k, Dot.of(outGradient, x, stride), add);
        }
    }

    private static void put(long address, float sum, boolean add) {
        setFloat(address, add ? getFloat(address) + sum : sum);
    }
}
