package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;

/** What happens to a piece of an output row before its sums are added, and after. */
final class RowEnd {
    private RowEnd() {}

    /** Sets the piece to the value sums start from; leaves it when they are added to it. */
    static void start(long out, int bytes, float value, boolean add) {
        if (!add) {
            FloatVector all = FloatVector.broadcast(FLOATS, value);
            for (int p = 0; p < bytes; p += BYTES) {
                store(all, out + p);
            }
        }
    }

    /**
     * Activation, then mask.
     *
     * @param relu whether sums that are not above 0 become +0
     * @param mask where it is not positive, sums become +0; 0 for none
     */
    static void finish(long out, int bytes, boolean relu, long mask) {
        if (relu) {
            for (int p = 0; p < bytes; p += BYTES) {
                store(load(out + p).max(0f), out + p);
            }
        }
        if (mask != 0) {
            FloatVector zero = FloatVector.zero(FLOATS);
            for (int p = 0; p < bytes; p += BYTES) {
                store(zero.blend(load(out + p), load(mask + p).compare(GT, 0f)), out + p);
            }
        }
    }
}
