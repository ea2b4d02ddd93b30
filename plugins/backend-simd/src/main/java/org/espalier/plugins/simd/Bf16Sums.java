package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.espalier.plugins.simd.Bf16Copy.UPPER;
import static org.espalier.plugins.simd.Bf16Copy.WORDS;
import static org.espalier.plugins.simd.Memory.ALL;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.ORDER;
import static org.espalier.plugins.simd.Memory.getFloat;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.setFloat;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/** The weight gradient of links that fetch rows of bfloat16; see {@link SparseSums}. */
final class Bf16Sums {
    private Bf16Sums() {}

    /** See {@link org.espalier.api.backend.Bf16Kernels#bf16WeightGradient}. */
    static void weightGradient(
            SparseMatrix matrix, Panel panel, long outGradient, long bf16, long gradient, int from, int to) {
        int stride = 4 * panel.width();
        int words = (int) panel.bf16Stride();
        long columns = matrix.columnIndices();
        for (int block = 0; block < panel.blocks(); block++) {
            long x = bf16 + (long) block * words * matrix.columns();
            long g = outGradient + (long) block * stride * matrix.rows();
            boolean add = block > 0;
            for (int row = from; row < to; row++) {
                int first = getInt(matrix.rowStarts() + 4L * row);
                int end = getInt(matrix.rowStarts() + 4L * row + 4);
                long y = g + (long) row * stride;
                if (stride == 8 * BYTES && LANES == 16) {
                    wide(columns, first, end, x, y, gradient, add);
                } else {
                    links(columns, first, end, x, words, y, stride, gradient, add);
                }
            }
        }
    }

    /**
     * Panels of 8 vectors of 16 lanes: the row of the output gradient stays in registers, unless a method is called in between
     * that the compiler has not inlined.
     */
    private static void wide(
            long columns, int first, int end, long bf16, long outGradient, long gradient, boolean add) {
        IntVector upper = IntVector.broadcast(WORDS, UPPER);
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector g0 = FloatVector.fromMemorySegment(FLOATS, ALL, outGradient, ORDER);
        FloatVector g1 = FloatVector.fromMemorySegment(FLOATS, ALL, outGradient + 64, ORDER);
        FloatVector g2 = FloatVector.fromMemorySegment(FLOATS, ALL, outGradient + 128, ORDER);
        FloatVector g3 = FloatVector.fromMemorySegment(FLOATS, ALL, outGradient + 192, ORDER);
        FloatVector g4 = FloatVector.fromMemorySegment(FLOATS, ALL, outGradient + 256, ORDER);
        FloatVector g5 = FloatVector.fromMemorySegment(FLOATS, ALL, outGradient + 320, ORDER);
        FloatVector g6 = FloatVector.fromMemorySegment(FLOATS, ALL, outGradient + 384, ORDER);
        FloatVector g7 = FloatVector.fromMemorySegment(FLOATS, ALL, outGradient + 448, ORDER);
        for (int k = first; k < end; k++) {
            long column = ALL.get(ValueLayout.JAVA_INT_UNALIGNED, columns + 4L * k);
            long x = (bf16 + column * 256) & (Long.MAX_VALUE >>> 1);
            IntVector words = IntVector.fromMemorySegment(WORDS, ALL, x, ORDER);
            FloatVector s = g0.fma(words.lanewise(LSHL, 16).reinterpretAsFloats(), zero);
            s = g1.fma(words.and(upper).reinterpretAsFloats(), s);
            words = IntVector.fromMemorySegment(WORDS, ALL, x + 64, ORDER);
            s = g2.fma(words.lanewise(LSHL, 16).reinterpretAsFloats(), s);
            s = g3.fma(words.and(upper).reinterpretAsFloats(), s);
            words = IntVector.fromMemorySegment(WORDS, ALL, x + 128, ORDER);
            s = g4.fma(words.lanewise(LSHL, 16).reinterpretAsFloats(), s);
            s = g5.fma(words.and(upper).reinterpretAsFloats(), s);
            words = IntVector.fromMemorySegment(WORDS, ALL, x + 192, ORDER);
            s = g6.fma(words.lanewise(LSHL, 16).reinterpretAsFloats(), s);
            s = g7.fma(words.and(upper).reinterpretAsFloats(), s);
            FloatVector eight = s.add(s.rearrange(Tree.BY_8));
            FloatVector four = eight.add(eight.rearrange(Tree.BY_4));
            FloatVector two = four.add(four.rearrange(Tree.BY_2));
            float sum = two.add(two.rearrange(Tree.BY_1)).lane(0);
            long place = gradient + 4L * k;
            ALL.set(
                    ValueLayout.JAVA_FLOAT_UNALIGNED,
                    place,
                    add ? ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, place) + sum : sum);
        }
    }

    /** Panels of any width. */
    private static void links(
            long columns,
            int first,
            int end,
            long bf16,
            int words,
            long outGradient,
            int stride,
            long gradient,
            boolean add) {
        for (int k = first; k < end; k++) {
            long x = bf16 + (long) getInt(columns + 4L * k) * words;
            long place = gradient + 4L * k;
            float sum = Bf16Dot.of(outGradient, x, stride);
            setFloat(place, add ? getFloat(place) + sum : sum);
        }
    }
}
