package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.setFloat;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/** The weight gradient of links: for each a sum over positions of two rows' products. */
final class SparseSums {
    /** Bytes of a row of 8 vectors. A constant, so that the compiler unrolls the loop over it. */
    private static final int WIDE = 8 * BYTES;

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
                if (LANES == 16 && stride == WIDE) {
                    fours(columns, first, end, x, y, gradient, add);
                } else {
                    links(columns, first, end, x, y, stride, gradient, add);
                }
            }
        }
    }

    /**
     * Four links at a time, of 8 vectors of 16 lanes; a link beyond the last repeats it and is not stored. Four chains
     * hide each other's latency, and their trees are folded together.
     */
    private static void fours(long columns, int first, int end, long in, long outGradient, long gradient, boolean add) {
        long g = bounded(outGradient);
        int last = end - 1;
        for (int k = first; k < end; k += 4) {
            long x0 = bounded(in + (long) getInt(columns + 4L * k) * WIDE);
            long x1 = bounded(in + (long) getInt(columns + 4L * Math.min(k + 1, last)) * WIDE);
            long x2 = bounded(in + (long) getInt(columns + 4L * Math.min(k + 2, last)) * WIDE);
            long x3 = bounded(in + (long) getInt(columns + 4L * Math.min(k + 3, last)) * WIDE);
            FloatVector s0 = FloatVector.zero(FLOATS);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            for (int p = 0; p < WIDE; p += BYTES) {
                FloatVector v = load(g + p);
                s0 = v.fma(load(x0 + p), s0);
                s1 = v.fma(load(x1 + p), s1);
                s2 = v.fma(load(x2 + p), s2);
                s3 = v.fma(load(x3 + p), s3);
            }
            FloatVector four = Tree.fold4(Tree.fold8(s0, s2), Tree.fold8(s1, s3));
            FloatVector two = four.add(four.rearrange(Tree.BY_2));
            FloatVector sums = Tree.end(two).rearrange(Tree.FOURTH);
            long place = bounded(gradient + 4L * k);
            if (k + 4 <= end && !add) {
                store(sums, place, Tree.FIRST_4);
            } else {
                VectorMask<Float> lanes = FLOATS.indexInRange(0, Math.min(4, end - k));
                store(add ? load(place, lanes).add(sums) : sums, place, lanes);
            }
        }
    }

    /** Link by link. */
    private static void links(
            long columns, int first, int end, long in, long outGradient, int stride, long gradient, boolean add) {
        for (int k = first; k < end; k++) {
            long x = in + (long) getInt(columns + 4L * k) * stride;
            long place = gradient + 4L * k;
            float sum = Dot.of(outGradient, x, stride);
            setFloat(place, add ? getFloat(place) + sum : sum);
        }
    }
}
