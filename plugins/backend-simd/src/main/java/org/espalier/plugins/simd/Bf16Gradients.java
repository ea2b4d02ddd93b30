package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.espalier.plugins.simd.Bf16Copy.APART;
import static org.espalier.plugins.simd.Bf16Copy.STRETCH;
import static org.espalier.plugins.simd.Bf16Copy.UPPER;
import static org.espalier.plugins.simd.Bf16Copy.WORDS;
import static org.espalier.plugins.simd.LinkGradients.TURN;
import static org.espalier.plugins.simd.LinkGradients.ZEROS;
import static org.espalier.plugins.simd.Memory.ALL;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.ORDER;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/** Gradients of products with links that fetch rows of bfloat16; see {@link LinkGradients}. */
final class Bf16Gradients {
    /** Few enough that their sums are still close when the mask goes over them. */
    private static final int ROWS_AT_ONCE = 8;

    private Bf16Gradients() {}

    /** See {@link org.espalier.api.backend.Bf16Kernels#bf16Gradients}. */
    static void both(
            SparseMatrix transposed,
            Panel tile,
            long bf16,
            long in,
            long inGradient,
            long mask,
            boolean add,
            boolean fresh,
            long lanes,
            int from,
            int to) {
        int stride = 4 * tile.width();
        boolean whole = stride == 8 * BYTES;
        if (LANES != 16 || !whole && stride != 4 * BYTES) {
            Bf16Products.product(transposed, tile, bf16, inGradient, 0, false, mask, add, from, to);
            separate(transposed, tile, bf16, in, fresh, lanes, from, to);
            return;
        }
        int none = getInt(transposed.rowStarts() + 4L * from);
        for (int first = from; first < to; first += ROWS_AT_ONCE) {
            int last = Math.min(to, first + ROWS_AT_ONCE);
            VectorProducts.start(inGradient, stride, stride, 0, add, first, last);
            for (int row = first; row < last; row++) {
                int begin = getInt(transposed.rowStarts() + 4L * row);
                int end = getInt(transposed.rowStarts() + 4L * row + 4);
                long place = (long) row * stride;
                long lane = lanes + (long) TURN * (begin - none);
                long begun = fresh ? ZEROS : lane;
                int step = fresh ? 0 : TURN;
                long columns = transposed.columnIndices();
                long values = transposed.values();
                long x = in + place;
                long y = inGradient + place;
                if (whole) {
                    eight(columns, values, begin, end, bf16, x, y, begun, step, lane);
                } else {
                    four(columns, values, begin, end, bf16, x, y, begun, step, lane);
                }
            }
            VectorProducts.finish(inGradient, stride, stride, false, mask, first, last);
        }
    }

    /** One feature of the input, of 8 vectors; see {@link LinkGradients}, whose parameters these are. */
    private static void eight(
            long columns,
            long values,
            int begin,
            int end,
            long bf16,
            long in,
            long inGradient,
            long begun,
            int step,
            long lanes) {
        long x = in & (Long.MAX_VALUE >>> 1);
        long y = inGradient & (Long.MAX_VALUE >>> 1);
        IntVector upper = IntVector.broadcast(WORDS, UPPER);
        FloatVector x0 = FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER);
        FloatVector x1 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 64, ORDER);
        FloatVector x2 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 128, ORDER);
        FloatVector x3 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 192, ORDER);
        FloatVector x4 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 256, ORDER);
        FloatVector x5 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 320, ORDER);
        FloatVector x6 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 384, ORDER);
        FloatVector x7 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 448, ORDER);
        FloatVector a0 = FloatVector.fromMemorySegment(FLOATS, ALL, y, ORDER);
        FloatVector a1 = FloatVector.fromMemorySegment(FLOATS, ALL, y + 64, ORDER);
        FloatVector a2 = FloatVector.fromMemorySegment(FLOATS, ALL, y + 128, ORDER);
        FloatVector a3 = FloatVector.fromMemorySegment(FLOATS, ALL, y + 192, ORDER);
        FloatVector a4 = FloatVector.fromMemorySegment(FLOATS, ALL, y + 256, ORDER);
        FloatVector a5 = FloatVector.fromMemorySegment(FLOATS, ALL, y + 320, ORDER);
        FloatVector a6 = FloatVector.fromMemorySegment(FLOATS, ALL, y + 384, ORDER);
        FloatVector a7 = FloatVector.fromMemorySegment(FLOATS, ALL, y + 448, ORDER);
        for (int k = begin; k < end; k++) {
            long column = ALL.get(ValueLayout.JAVA_INT_UNALIGNED, columns + 4L * k);
            long g = (bf16 + column * 256) & (Long.MAX_VALUE >>> 1);
            long before = (begun + (long) step * (k - begin)) & (Long.MAX_VALUE >>> 1);
            long after = (lanes + 64L * (k - begin)) & (Long.MAX_VALUE >>> 1);
            FloatVector w = FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, values + 4L * k));
            IntVector words = IntVector.fromMemorySegment(WORDS, ALL, g, ORDER);
            FloatVector v = words.lanewise(LSHL, 16).reinterpretAsFloats();
            a0 = w.fma(v, a0);
            FloatVector s = x0.fma(v, FloatVector.fromMemorySegment(FLOATS, ALL, before, ORDER));
            v = words.and(upper).reinterpretAsFloats();
            a1 = w.fma(v, a1);
            s = x1.fma(v, s);
            words = IntVector.fromMemorySegment(WORDS, ALL, g + 64, ORDER);
            v = words.lanewise(LSHL, 16).reinterpretAsFloats();
            a2 = w.fma(v, a2);
            s = x2.fma(v, s);
            v = words.and(upper).reinterpretAsFloats();
            a3 = w.fma(v, a3);
            s = x3.fma(v, s);
            words = IntVector.fromMemorySegment(WORDS, ALL, g + 128, ORDER);
            v = words.lanewise(LSHL, 16).reinterpretAsFloats();
            a4 = w.fma(v, a4);
            s = x4.fma(v, s);
            v = words.and(upper).reinterpretAsFloats();
            a5 = w.fma(v, a5);
            s = x5.fma(v, s);
            words = IntVector.fromMemorySegment(WORDS, ALL, g + 192, ORDER);
            v = words.lanewise(LSHL, 16).reinterpretAsFloats();
            a6 = w.fma(v, a6);
            s = x6.fma(v, s);
            v = words.and(upper).reinterpretAsFloats();
            a7 = w.fma(v, a7);
            x7.fma(v, s).intoMemorySegment(ALL, after, ORDER);
        }
        a0.intoMemorySegment(ALL, y, ORDER);
        a1.intoMemorySegment(ALL, y + 64, ORDER);
        a2.intoMemorySegment(ALL, y + 128, ORDER);
        a3.intoMemorySegment(ALL, y + 192, ORDER);
        a4.intoMemorySegment(ALL, y + 256, ORDER);
        a5.intoMemorySegment(ALL, y + 320, ORDER);
        a6.intoMemorySegment(ALL, y + 384, ORDER);
        a7.intoMemorySegment(ALL, y + 448, ORDER);
    }

    /** See {@link #eight}; of 4 vectors. */
    private static void four(
            long columns,
            long values,
            int begin,
            int end,
            long bf16,
            long in,
            long inGradient,
            long begun,
            int step,
            long lanes) {
        long x = in & (Long.MAX_VALUE >>> 1);
        long y = inGradient & (Long.MAX_VALUE >>> 1);
        IntVector upper = IntVector.broadcast(WORDS, UPPER);
        FloatVector x0 = FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER);
        FloatVector x1 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 64, ORDER);
        FloatVector x2 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 128, ORDER);
        FloatVector x3 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 192, ORDER);
        FloatVector a0 = FloatVector.fromMemorySegment(FLOATS, ALL, y, ORDER);
        FloatVector a1 = FloatVector.fromMemorySegment(FLOATS, ALL, y + 64, ORDER);
        FloatVector a2 = FloatVector.fromMemorySegment(FLOATS, ALL, y + 128, ORDER);
        FloatVector a3 = FloatVector.fromMemorySegment(FLOATS, ALL, y + 192, ORDER);
        for (int k = begin; k < end; k++) {
            long column = ALL.get(ValueLayout.JAVA_INT_UNALIGNED, columns + 4L * k);
            long g = (bf16 + column * 128) & (Long.MAX_VALUE >>> 1);
            long before = (begun + (long) step * (k - begin)) & (Long.MAX_VALUE >>> 1);
            long after = (lanes + 64L * (k - begin)) & (Long.MAX_VALUE >>> 1);
            FloatVector w = FloatVector.broadcast(FLOATS, ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, values + 4L * k));
            IntVector words = IntVector.fromMemorySegment(WORDS, ALL, g, ORDER);
            FloatVector v = words.lanewise(LSHL, 16).reinterpretAsFloats();
            a0 = w.fma(v, a0);
            FloatVector s = x0.fma(v, FloatVector.fromMemorySegment(FLOATS, ALL, before, ORDER));
            v = words.and(upper).reinterpretAsFloats();
            a1 = w.fma(v, a1);
            s = x1.fma(v, s);
            words = IntVector.fromMemorySegment(WORDS, ALL, g + 64, ORDER);
            v = words.lanewise(LSHL, 16).reinterpretAsFloats();
            a2 = w.fma(v, a2);
            s = x2.fma(v, s);
            v = words.and(upper).reinterpretAsFloats();
            a3 = w.fma(v, a3);
            x3.fma(v, s).intoMemorySegment(ALL, after, ORDER);
        }
        a0.intoMemorySegment(ALL, y, ORDER);
        a1.intoMemorySegment(ALL, y + 64, ORDER);
        a2.intoMemorySegment(ALL, y + 128, ORDER);
        a3.intoMemorySegment(ALL, y + 192, ORDER);
    }

    /** The lanes alone, for tiles of any width and vectors of any length. */
    private static void separate(
            SparseMatrix transposed, Panel tile, long bf16, long in, boolean fresh, long lanes, int from, int to) {
        long columns = transposed.columnIndices();
        int stride = 4 * tile.width();
        int words = (int) tile.bf16Stride();
        long lane = lanes;
        for (int row = from; row < to; row++) {
            long x = in + (long) row * stride;
            int end = getInt(transposed.rowStarts() + 4L * row + 4);
            for (int k = getInt(transposed.rowStarts() + 4L * row); k < end; k++) {
                long g = bf16 + (long) getInt(columns + 4L * k) * words;
                for (int part = 0; part < TURN; part += BYTES) {
                    add(x + part, g + part, stride, fresh ? ZEROS : lane + part, lane + part);
                }
                lane += TURN;
            }
        }
    }

    /** Those lanes that a vector at each address has. */
    private static void add(long floats, long bf16, int stride, long before, long after) {
        FloatVector s = load(bounded(before));
        for (int p = 0; p < stride; p += STRETCH) {
            IntVector v = IntVector.fromMemorySegment(WORDS, ALL, bounded(bf16 + p / 2), ORDER);
            s = load(bounded(floats + p)).fma(v.lanewise(LSHL, 16).reinterpretAsFloats(), s);
            if (p + APART < stride) {
                s = load(bounded(floats + p + APART)).fma(v.and(UPPER).reinterpretAsFloats(), s);
            }
        }
        store(s, bounded(after));
    }
}
