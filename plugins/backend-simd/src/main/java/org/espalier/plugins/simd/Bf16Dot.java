package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.espalier.plugins.simd.Bf16Copy.APART;
import static org.espalier.plugins.simd.Bf16Copy.STRETCH;
import static org.espalier.plugins.simd.Bf16Copy.UPPER;
import static org.espalier.plugins.simd.Bf16Copy.WORDS;
import static org.espalier.plugins.simd.Memory.ALL;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The sum of the products of a row of floats and one of bfloat16, by 16 lanes that are one, two or four vectors; see {@link Dot}.
 * Memory is accessed without methods in between, for the reason {@link LinkGradients} gives.
 */
final class Bf16Dot {
    private Bf16Dot() {}

    /**
     * Of rows of any width.
     *
     * @param bytes of the row of floats, a multiple of 64
     */
    static float of(long floats, long bf16, int bytes) {
        return switch (LANES) {
            case 16 -> one(floats, bf16, bytes);
            case 8 -> two(floats, bf16, bytes);
            default -> four(floats, bf16, bytes);
        };
    }

    private static float one(long floats, long bf16, int bytes) {
        FloatVector s = FloatVector.zero(FLOATS);
        for (int p = 0; p < bytes; p += STRETCH) {
            long x = (floats + p) & (Long.MAX_VALUE >>> 1);
            long g = (bf16 + p / 2) & (Long.MAX_VALUE >>> 1);
            IntVector v = IntVector.fromMemorySegment(WORDS, ALL, g, ORDER);
            s = FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER)
                    .fma(v.lanewise(LSHL, 16).reinterpretAsFloats(), s);
            if (p + APART < bytes) {
                s = FloatVector.fromMemorySegment(FLOATS, ALL, x + APART, ORDER)
                        .fma(v.and(UPPER).reinterpretAsFloats(), s);
            }
        }
        FloatVector eight = s.add(s.rearrange(Tree.BY_8));
        FloatVector four = eight.add(eight.rearrange(Tree.BY_4));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }

    private static float two(long floats, long bf16, int bytes) {
        FloatVector low = FloatVector.zero(FLOATS);
        FloatVector high = low;
        for (int p = 0; p < bytes; p += STRETCH) {
            long x = (floats + p) & (Long.MAX_VALUE >>> 1);
            long g = (bf16 + p / 2) & (Long.MAX_VALUE >>> 1);
            IntVector v = IntVector.fromMemorySegment(WORDS, ALL, g, ORDER);
            IntVector w = IntVector.fromMemorySegment(WORDS, ALL, g + BYTES, ORDER);
            low = FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER)
                    .fma(v.lanewise(LSHL, 16).reinterpretAsFloats(), low);
            high = FloatVector.fromMemorySegment(FLOATS, ALL, x + BYTES, ORDER)
                    .fma(w.lanewise(LSHL, 16).reinterpretAsFloats(), high);
            if (p + APART < bytes) {
                low = FloatVector.fromMemorySegment(FLOATS, ALL, x + APART, ORDER)
                        .fma(v.and(UPPER).reinterpretAsFloats(), low);
                high = FloatVector.fromMemorySegment(FLOATS, ALL, x + APART + BYTES, ORDER)
                        .fma(w.and(UPPER).reinterpretAsFloats(), high);
            }
        }
        FloatVector eight = low.add(high);
        FloatVector four = eight.add(eight.rearrange(Tree.BY_4));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }

    private static float four(long floats, long bf16, int bytes) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int p = 0; p < bytes; p += STRETCH) {
            long x = (floats + p) & (Long.MAX_VALUE >>> 1);
            long g = (bf16 + p / 2) & (Long.MAX_VALUE >>> 1);
            IntVector v0 = IntVector.fromMemorySegment(WORDS, ALL, g, ORDER);
            IntVector v1 = IntVector.fromMemorySegment(WORDS, ALL, g + BYTES, ORDER);
            IntVector v2 = IntVector.fromMemorySegment(WORDS, ALL, g + 2 * BYTES, ORDER);
            IntVector v3 = IntVector.fromMemorySegment(WORDS, ALL, g + 3 * BYTES, ORDER);
            s0 = FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER)
                    .fma(v0.lanewise(LSHL, 16).reinterpretAsFloats(), s0);
            s1 = FloatVector.fromMemorySegment(FLOATS, ALL, x + BYTES, ORDER)
                    .fma(v1.lanewise(LSHL, 16).reinterpretAsFloats(), s1);
            s2 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 2 * BYTES, ORDER)
                    .fma(v2.lanewise(LSHL, 16).reinterpretAsFloats(), s2);
            s3 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 3 * BYTES, ORDER)
                    .fma(v3.lanewise(LSHL, 16).reinterpretAsFloats(), s3);
            if (p + APART < bytes) {
                s0 = FloatVector.fromMemorySegment(FLOATS, ALL, x + APART, ORDER)
                        .fma(v0.and(UPPER).reinterpretAsFloats(), s0);
                s1 = FloatVector.fromMemorySegment(FLOATS, ALL, x + APART + BYTES, ORDER)
                        .fma(v1.and(UPPER).reinterpretAsFloats(), s1);
                s2 = FloatVector.fromMemorySegment(FLOATS, ALL, x + APART + 2 * BYTES, ORDER)
                        .fma(v2.and(UPPER).reinterpretAsFloats(), s2);
                s3 = FloatVector.fromMemorySegment(FLOATS, ALL, x + APART + 3 * BYTES, ORDER)
                        .fma(v3.and(UPPER).reinterpretAsFloats(), s3);
            }
        }
        FloatVector four = s0.add(s2).add(s1.add(s3));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }
}
