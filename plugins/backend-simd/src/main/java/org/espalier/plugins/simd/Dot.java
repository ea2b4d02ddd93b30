package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.load;

import jdk.incubator.vector.FloatVector;

/**
 * The sum over the positions of a block, by 16 lanes that are one, two or four vectors. The tree of {@link Tree} is written
 * out: where a method has become large, the compiler inlines what the JDK demands, but no method of ours, and
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
            s = load(bounded(a + p)).fma(load(bounded(b + p)), s);
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
            long x = bounded(a + p);
            long y = bounded(b + p);
            low = load(x).fma(load(y), low);
            high = load(x + BYTES).fma(load(y + BYTES), high);
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
            long x = bounded(a + p);
            long y = bounded(b + p);
            s0 = load(x).fma(load(y), s0);
            s1 = load(x + BYTES).fma(load(y + BYTES), s1);
            s2 = load(x + 2 * BYTES).fma(load(y + 2 * BYTES), s2);
            s3 = load(x + 3 * BYTES).fma(load(y + 3 * BYTES), s3);
        }
        FloatVector four = s0.add(s2).add(s1.add(s3));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }

    private static float one(long a, int bytes) {
        FloatVector s = FloatVector.zero(FLOATS);
        for (int p = 0; p < bytes; p += TURN) {
            s = s.add(load(bounded(a + p)));
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
            long x = bounded(a + p);
            low = low.add(load(x));
            high = high.add(load(x + BYTES));
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
            long x = bounded(a + p);
            s0 = s0.add(load(x));
            s1 = s1.add(load(x + BYTES));
            s2 = s2.add(load(x + 2 * BYTES));
            s3 = s3.add(load(x + 3 * BYTES));
        }
        FloatVector four = s0.add(s2).add(s1.add(s3));
        FloatVector two = four.add(four.rearrange(Tree.BY_2));
        return two.add(two.rearrange(Tree.BY_1)).lane(0);
    }
}
