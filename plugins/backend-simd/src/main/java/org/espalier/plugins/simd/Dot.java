package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.ALL;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.ORDER;

import jdk.incubator.vector.FloatVector;

/**
 * The sum over the positions of a block, by 16 lanes that are one, two or four vectors. The tree of {@link Tree} and the
 * loads are written out: where a method has become large, the compiler inlines what the JDK demands, but no method of ours, and
 * a vector handed to one that is not inlined becomes an object.
 */
final class Dot {
    private static final int TURN = 16 * Float.BYTES;

    private Dot() {}

    /** Of the products of two rows of so many bytes, a multiple of 64. */
    static float of(long a, long b, int bytes) {
        return switch (LANES) {
            case 16 -> one(a, b, bytes);
            case 8 -> two(a, b, bytes);
            default -> four(a, b, bytes);
        };
    }

    /** Of a row of so many bytes, a multiple of 64. */
    static float sum(long a, int bytes) {
        return switch (LANES) {
            case 16 -> one(a, bytes);
            case 8 -> two(a, bytes);
            default -> four(a, bytes);
        };
    }

    private static float one(long a, long b, int bytes) {
        FloatVector s = FloatVector.zero(FLOATS);
        for (int p = 0; p < bytes; p += TURN) {
            long x = (a + p) & (Long.MAX_VALUE >>> 1);
            long y = (b + p) & (Long.MAX_VALUE >>> 1);
            FloatVector v = FloatVector.fromMemorySegment(FLOATS, ALL, y, ORDER);
            s = FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER).fma(v, s);
        }
        FloatVector eight = s.add(s.rearrange(Tree.BY_8));
        FloatVector four = eight.add(eight.rearrange(Tree.BY_4));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }

    private static float two(long a, long b, int bytes) {
        FloatVector low = FloatVector.zero(FLOATS);
        FloatVector high = low;
        for (int p = 0; p < bytes; p += TURN) {
            long x = (a + p) & (Long.MAX_VALUE >>> 1);
            long y = (b + p) & (Long.MAX_VALUE >>> 1);
            low = FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER)
                    .fma(FloatVector.fromMemorySegment(FLOATS, ALL, y, ORDER), low);
            high = FloatVector.fromMemorySegment(FLOATS, ALL, x + BYTES, ORDER)
                    .fma(FloatVector.fromMemorySegment(FLOATS, ALL, y + BYTES, ORDER), high);
        }
        FloatVector eight = low.add(high);
        FloatVector four = eight.add(eight.rearrange(Tree.BY_4));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }

    private static float four(long a, long b, int bytes) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int p = 0; p < bytes; p += TURN) {
            long x = (a + p) & (Long.MAX_VALUE >>> 1);
            long y = (b + p) & (Long.MAX_VALUE >>> 1);
            s0 = FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER)
                    .fma(FloatVector.fromMemorySegment(FLOATS, ALL, y, ORDER), s0);
            s1 = FloatVector.fromMemorySegment(FLOATS, ALL, x + BYTES, ORDER)
                    .fma(FloatVector.fromMemorySegment(FLOATS, ALL, y + BYTES, ORDER), s1);
            s2 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 2 * BYTES, ORDER)
                    .fma(FloatVector.fromMemorySegment(FLOATS, ALL, y + 2 * BYTES, ORDER), s2);
            s3 = FloatVector.fromMemorySegment(FLOATS, ALL, x + 3 * BYTES, ORDER)
                    .fma(FloatVector.fromMemorySegment(FLOATS, ALL, y + 3 * BYTES, ORDER), s3);
        }
        FloatVector four = s0.add(s2).add(s1.add(s3));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }

    private static float one(long a, int bytes) {
        FloatVector s = FloatVector.zero(FLOATS);
        for (int p = 0; p < bytes; p += TURN) {
            long x = (a + p) & (Long.MAX_VALUE >>> 1);
            s = s.add(FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER));
        }
        FloatVector eight = s.add(s.rearrange(Tree.BY_8));
        FloatVector four = eight.add(eight.rearrange(Tree.BY_4));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }

    private static float two(long a, int bytes) {
        FloatVector low = FloatVector.zero(FLOATS);
        FloatVector high = low;
        for (int p = 0; p < bytes; p += TURN) {
            long x = (a + p) & (Long.MAX_VALUE >>> 1);
            low = low.add(FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER));
            high = high.add(FloatVector.fromMemorySegment(FLOATS, ALL, x + BYTES, ORDER));
        }
        FloatVector eight = low.add(high);
        FloatVector four = eight.add(eight.rearrange(Tree.BY_4));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }

    private static float four(long a, int bytes) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int p = 0; p < bytes; p += TURN) {
            long x = (a + p) & (Long.MAX_VALUE >>> 1);
            s0 = s0.add(FloatVector.fromMemorySegment(FLOATS, ALL, x, ORDER));
            s1 = s1.add(FloatVector.fromMemorySegment(FLOATS, ALL, x + BYTES, ORDER));
            s2 = s2.add(FloatVector.fromMemorySegment(FLOATS, ALL, x + 2 * BYTES, ORDER));
            s3 = s3.add(FloatVector.fromMemorySegment(FLOATS, ALL, x + 3 * BYTES, ORDER));
        }
        FloatVector four = s0.add(s2).add(s1.add(s3));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }
}
