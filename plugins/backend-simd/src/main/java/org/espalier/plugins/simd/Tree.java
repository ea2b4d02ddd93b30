package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.ALL;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.ORDER;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The fixed tree over 16 lanes: lane l and lane l + 8, then + 4, + 2, + 1. Each step adds a rearranged vector to itself, so
 * interpreted and compiled code agree, which reduceLanes does not promise.
 */
final class Tree {
    static final VectorShuffle<Float> BY_8 = swap(FLOATS, 8);
    static final VectorShuffle<Float> BY_4 = swap(FLOATS, 4);
    static final VectorShuffle<Float> BY_2 = swap(FLOATS, 2);
    static final VectorShuffle<Float> BY_1 = swap(FLOATS, 1);

    /** Vectors of 8 lanes, where the processor has them. */
    private static final VectorSpecies<Float> HALF = LANES < 8 ? FloatVector.SPECIES_128 : FloatVector.SPECIES_256;

    private static final VectorShuffle<Float> HALF_BY_4 = swap(HALF, 4);
    private static final VectorShuffle<Float> HALF_BY_2 = swap(HALF, 2);
    private static final VectorShuffle<Float> HALF_BY_1 = swap(HALF, 1);

    /** Brings the lanes with even numbers to the front. */
    static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FLOATS, lane -> 2 * lane & (LANES - 1));

    /** Brings every fourth lane to the front. */
    static final VectorShuffle<Float> FOURTH = VectorShuffle.fromOp(FLOATS, lane -> 4 * lane & (LANES - 1));

    /** The first four lanes. */
    static final VectorMask<Float> FIRST_4 = VectorMask.fromLong(FLOATS, 0xf);

    private static final VectorMask<Float> BIT_8 = bit(8);
    private static final VectorMask<Float> BIT_4 = bit(4);
    private static final VectorMask<Float> BIT_2 = bit(2);

    private Tree() {}

    /** The sum of the 16 lanes at an address. */
    static float at(long lanes) {
        return LANES < 8 ? quarters(lanes) : halves(lanes);
    }

    /** Vectors of 16 are read as halves, which saves the first rearrangement. */
    private static float halves(long lanes) {
        FloatVector low = FloatVector.fromMemorySegment(HALF, ALL, lanes, ORDER);
        FloatVector high = FloatVector.fromMemorySegment(HALF, ALL, lanes + 32, ORDER);
        FloatVector eight = low.add(high);
        FloatVector four = eight.add(eight.rearrange(HALF_BY_4));
        FloatVector two = four.add(four.rearrange(HALF_BY_2));
        return two.add(two.rearrange(HALF_BY_1)).lane(0);
    }

    private static float quarters(long lanes) {
        FloatVector a = FloatVector.fromMemorySegment(FLOATS, ALL, lanes, ORDER);
        FloatVector b = FloatVector.fromMemorySegment(FLOATS, ALL, lanes + 16, ORDER);
        FloatVector c = FloatVector.fromMemorySegment(FLOATS, ALL, lanes + 32, ORDER);
        FloatVector d = FloatVector.fromMemorySegment(FLOATS, ALL, lanes + 48, ORDER);
        FloatVector four = a.add(c).add(b.add(d));
        FloatVector two = four.add(four.rearrange(BY_2));
        return two.add(two.rearrange(BY_1)).lane(0);
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

    private static VectorShuffle<Float> swap(VectorSpecies<Float> species, int distance) {
        return VectorShuffle.fromOp(species, lane -> (lane ^ distance) & (species.length() - 1));
    }

    private static VectorMask<Float> bit(int distance) {
        boolean[] set = new boolean[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            set[lane] = (lane & distance) != 0;
        }
        return VectorMask.fromArray(FLOATS, set, 0);
    }
}
