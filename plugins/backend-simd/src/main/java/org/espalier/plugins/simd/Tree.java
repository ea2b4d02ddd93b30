package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The fixed tree over 16 lanes: lane l and lane l + 8, then + 4, + 2, + 1. Each step adds a rearranged vector to itself, so
 * interpreted and compiled code agree, which reduceLanes does not promise.
 */
final class Tree {
    private static final VectorShuffle<Float> BY_8 = swap(8);
    private static final VectorShuffle<Float> BY_4 = swap(4);
    private static final VectorShuffle<Float> BY_2 = swap(2);
    private static final VectorShuffle<Float> BY_1 = swap(1);

    /** Brings the lanes with even numbers to the front. */
    static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FLOATS, lane -> 2 * lane & (LANES - 1));

    private static final VectorMask<Float> BIT_8 = bit(8);
    private static final VectorMask<Float> BIT_4 = bit(4);
    private static final VectorMask<Float> BIT_2 = bit(2);

    private Tree() {}

    /** The sum of one vector of 16 lanes. */
    static float sum(FloatVector s) {
        FloatVector eight = s.add(s.rearrange(BY_8));
        return half(eight);
    }

    /** The sum of two vectors of 8 lanes. */
    static float sum(FloatVector low, FloatVector high) {
        return half(low.add(high));
    }

    /** The sum of four vectors of 4 lanes. */
    static float sum(FloatVector a, FloatVector b, FloatVector c, FloatVector d) {
        return quarter(a.add(c).add(b.add(d)));
    }

    private static float half(FloatVector eight) {
        return quarter(eight.add(eight.rearrange(BY_4)));
    }

    private static float quarter(FloatVector four) {
        return end(four.add(four.rearrange(BY_2))).lane(0);
    }

    /** First step of the tree for two vectors at once: lanes with bit 8 clear are those of a, the others of b. */
    static FloatVector fold8(FloatVector a, FloatVector b) {
        return a.blend(b, BIT_8).add(b.blend(a, BIT_8).rearrange(BY_8));
    }

    /** Second step for two vectors; bit 4 tells them apart. */
    static FloatVector fold4(FloatVector a, FloatVector b) {
        return a.blend(b, BIT_4).add(b.blend(a, BIT_4).rearrange(BY_4));
    }

    /** Third step for two vectors; bit 2 tells them apart. */
    static FloatVector fold2(FloatVector a, FloatVector b) {
        return a.blend(b, BIT_2).add(b.blend(a, BIT_2).rearrange(BY_2));
    }

    /** Last step, for one vector. */
    static FloatVector end(FloatVector two) {
        return two.add(two.rearrange(BY_1));
    }

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(FLOATS, lane -> (lane ^ distance) & (LANES - 1));
    }

    private static VectorMask<Float> bit(int distance) {
        boolean[] set = new boolean[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            set[lane] = (lane & distance) != 0;
        }
        return VectorMask.fromArray(FLOATS, set, 0);
    }
}
