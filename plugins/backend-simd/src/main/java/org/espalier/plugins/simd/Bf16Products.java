package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.espalier.plugins.simd.Bf16Copy.APART;
import static org.espalier.plugins.simd.Bf16Copy.STRETCH;
import static org.espalier.plugins.simd.Bf16Copy.UPPER;
import static org.espalier.plugins.simd.Bf16Copy.WORDS;
import static org.espalier.plugins.simd.Memory.ALL;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.ORDER;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/**
 * Products of links with a copy of a plane in bfloat16: a vector of words is read for two vectors of positions. Memory is
 * accessed without methods in between, for the reason {@link LinkGradients} gives.
 */
final class Bf16Products {
    /** Few enough that their sums are still close when activation and mask go over them. */
    private static final int ROWS_AT_ONCE = 16;
    /** Words of 8 vectors of positions. */
    private static final int WIDE = 4 * BYTES;
    /** Words of 4 vectors of positions. */
    private static final int NARROW = 2 * BYTES;

    /* Where the positions of the second, third and fourth vector of words begin, in bytes of a row of floats. */
    private static final int SECOND = Bf16Copy.place(BYTES);
    private static final int THIRD = Bf16Copy.place(2 * BYTES);
    private static final int FOURTH = Bf16Copy.place(3 * BYTES);

    private Bf16Products() {}

    /** See {@link org.espalier.api.backend.Bf16Kernels#bf16Product}. */
    static void product(
            SparseMatrix matrix,
            Panel panel,
            long bf16,
            long out,
            long bias,
            boolean relu,
            long mask,
            boolean add,
            int from,
            int to) {
        int stride = 4 * panel.width();
        int words = (int) panel.bf16Stride();
        for (int block = 0; block < panel.blocks(); block++) {
            long x = bf16 + (long) block * words * matrix.columns();
            long shift = (long) block * stride * matrix.rows();
            long y = out + shift;
            for (int row = from; row < to; row += ROWS_AT_ONCE) {
                int end = Math.min(row + ROWS_AT_ONCE, to);
                VectorProducts.start(y, stride, stride, bias, add, row, end);
                links(matrix, x, words, y, stride, row, end);
                VectorProducts.finish(y, stride, stride, relu, mask == 0 ? 0 : mask + shift, row, end);
            }
        }
    }

    /** Adds the links of the rows from … to - 1 to what the output holds. */
    private static void links(SparseMatrix matrix, long in, int words, long out, int stride, int from, int to) {
        int whole = stride / STRETCH * APART;
        int w = 0;
        for (; w + WIDE <= whole; w += WIDE) {
            wide(matrix, in + w, words, out + Bf16Copy.place(w), stride, from, to);
        }
        for (; w < words; w += NARROW) {
            int second = w + BYTES < words ? w + BYTES : w;
            narrow(matrix, in + w, words, out, stride, w, second, whole, from, to);
        }
    }

    private static void wide(SparseMatrix matrix, long in, int words, long out, int stride, int from, int to) {
        long starts = matrix.rowStarts();
        long columns = matrix.columnIndices();
        long values = matrix.values();
        IntVector upper = IntVector.broadcast(WORDS, UPPER);
        for (int row = from; row < to; row++) {
            long y = (out + (long) row * stride) & (Long.MAX_VALUE >>> 1);
            FloatVector a0 = FloatVector.fromMemorySegment(FLOATS, ALL, y, ORDER);
            FloatVector a1 = FloatVector.fromMemorySegment(FLOATS, ALL, y + APART, ORDER);
            FloatVector a2 = FloatVector.fromMemorySegment(FLOATS, ALL, y + SECOND, ORDER);
            FloatVector a3 = FloatVector.fromMemorySegment(FLOATS, ALL, y + SECOND + APART, ORDER);
            FloatVector a4 = FloatVector.fromMemorySegment(FLOATS, ALL, y + THIRD, ORDER);
            FloatVector a5 = FloatVector.fromMemorySegment(FLOATS, ALL, y + THIRD + APART, ORDER);
            FloatVector a6 = FloatVector.fromMemorySegment(FLOATS, ALL, y + FOURTH, ORDER);
            FloatVector a7 = FloatVector.fromMemorySegment(FLOATS, ALL, y + FOURTH + APART, ORDER);
            int end = ALL.get(ValueLayout.JAVA_INT_UNALIGNED, starts + 4L * row + 4);
            for (int k = ALL.get(ValueLayout.JAVA_INT_UNALIGNED, starts + 4L * row); k < end; k++) {
                long column = ALL.get(ValueLayout.JAVA_INT_UNALIGNED, columns + 4L * k);
                long x = (in + column * words) & (Long.MAX_VALUE >>> 1);
                FloatVector w =
                        FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, values + 4L * k));
                IntVector v = IntVector.fromMemorySegment(WORDS, ALL, x, ORDER);
                a0 = w.fma(v.lanewise(LSHL, 16).reinterpretAsFloats(), a0);
                a1 = w.fma(v.and(upper).reinterpretAsFloats(), a1);
                v = IntVector.fromMemorySegment(WORDS, ALL, x + BYTES, ORDER);
                a2 = w.fma(v.lanewise(LSHL, 16).reinterpretAsFloats(), a2);
                a3 = w.fma(v.and(upper).reinterpretAsFloats(), a3);
                v = IntVector.fromMemorySegment(WORDS, ALL, x + 2 * BYTES, ORDER);
                a4 = w.fma(v.lanewise(LSHL, 16).reinterpretAsFloats(), a4);
                a5 = w.fma(v.and(upper).reinterpretAsFloats(), a5);
                v = IntVector.fromMemorySegment(WORDS, ALL, x + 3 * BYTES, ORDER);
                a6 = w.fma(v.lanewise(LSHL, 16).reinterpretAsFloats(), a6);
                a7 = w.fma(v.and(upper).reinterpretAsFloats(), a7);
            }
            a0.intoMemorySegment(ALL, y, ORDER);
            a1.intoMemorySegment(ALL, y + APART, ORDER);
            a2.intoMemorySegment(ALL, y + SECOND, ORDER);
            a3.intoMemorySegment(ALL, y + SECOND + APART, ORDER);
            a4.intoMemorySegment(ALL, y + THIRD, ORDER);
            a5.intoMemorySegment(ALL, y + THIRD + APART, ORDER);
            a6.intoMemorySegment(ALL, y + FOURTH, ORDER);
            a7.intoMemorySegment(ALL, y + FOURTH + APART, ORDER);
        }
    }

    /**
     * Two vectors of words, or one twice. What stands for positions that are not there is stored first, where a sum belongs
     * that is stored after it.
     *
     * @param w where the first begins in a row, in bytes
     * @param second where the second begins in a row
     * @param whole bytes of words of which both positions are there
     */
    private static void narrow(
            SparseMatrix matrix,
            long in,
            int words,
            long out,
            int stride,
            int w,
            int second,
            int whole,
            int from,
            int to) {
        long starts = matrix.rowStarts();
        long columns = matrix.columnIndices();
        long values = matrix.values();
        int apart = second - w;
        int p0 = Bf16Copy.place(w);
        int p1 = w < whole ? p0 + APART : p0;
        int p2 = Bf16Copy.place(second);
        int p3 = second < whole ? p2 + APART : p2;
        for (int row = from; row < to; row++) {
            long y = (out + (long) row * stride) & (Long.MAX_VALUE >>> 1);
            FloatVector a0 = FloatVector.fromMemorySegment(FLOATS, ALL, y + p0, ORDER);
            FloatVector a1 = FloatVector.fromMemorySegment(FLOATS, ALL, y + p1, ORDER);
            FloatVector a2 = FloatVector.fromMemorySegment(FLOATS, ALL, y + p2, ORDER);
            FloatVector a3 = FloatVector.fromMemorySegment(FLOATS, ALL, y + p3, ORDER);
            int end = ALL.get(ValueLayout.JAVA_INT_UNALIGNED, starts + 4L * row + 4);
            for (int k = ALL.get(ValueLayout.JAVA_INT_UNALIGNED, starts + 4L * row); k < end; k++) {
                long shift = (long) ALL.get(ValueLayout.JAVA_INT_UNALIGNED, columns + 4L * k) * words;
                FloatVector value =
                        FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, values + 4L * k));
                long x = (in + shift) & (Long.MAX_VALUE >>> 1);
                IntVector v = IntVector.fromMemorySegment(WORDS, ALL, x, ORDER);
                a0 = value.fma(v.lanewise(LSHL, 16).reinterpretAsFloats(), a0);
                a1 = value.fma(v.and(UPPER).reinterpretAsFloats(), a1);
                v = IntVector.fromMemorySegment(WORDS, ALL, x + apart, ORDER);
                a2 = value.fma(v.lanewise(LSHL, 16).reinterpretAsFloats(), a2);
                a3 = value.fma(v.and(UPPER).reinterpretAsFloats(), a3);
            }
            a3.intoMemorySegment(ALL, y + p3, ORDER);
            a2.intoMemorySegment(ALL, y + p2, ORDER);
            a1.intoMemorySegment(ALL, y + p1, ORDER);
            a0.intoMemorySegment(ALL, y + p0, ORDER);
        }
    }
}
