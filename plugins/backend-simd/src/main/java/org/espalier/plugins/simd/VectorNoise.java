package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.XOR;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.LANES;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.espalier.api.backend.NoiseKernels;

/** Draws of {@link org.espalier.api.RandomStream} in vectors: as many longs as a vector has pairs of examples. */
final class VectorNoise {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FIRST = 0xBF58476D1CE4E5B9L;
    private static final long SECOND = 0x94D049BB133111EBL;

    private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, FLOATS.vectorShape());

    private VectorNoise() {}

    /** See {@link NoiseKernels#dropout}. */
    static void dropout(
            long key, long first, long stride, int kept, float scale, long in, long out, boolean add, int floats) {
        // The mixed number of an index is key + GOLDEN (index + 1), so from pair to pair it grows by GOLDEN stride.
        long growth = GOLDEN * stride;
        LongVector z = LongVector.zero(LONGS).addIndex(1).mul(growth).add(key + GOLDEN * (first + 1));
        long next = growth * (LANES / 2);
        FloatVector zero = FloatVector.zero(FLOATS);
        FloatVector scales = FloatVector.broadcast(FLOATS, scale);
        for (long p = 0; p < 4L * floats; p += BYTES) {
            LongVector a = z.lanewise(XOR, z.lanewise(LSHR, 30)).mul(FIRST);
            LongVector b = a.lanewise(XOR, a.lanewise(LSHR, 27)).mul(SECOND);
            LongVector bits = b.lanewise(XOR, b.lanewise(LSHR, 31));
            VectorMask<Integer> keep =
                    bits.reinterpretAsInts().lanewise(LSHR, 8).compare(LT, kept);
            FloatVector x = zero.blend(load(in + p), keep.cast(FLOATS));
            store(scales.fma(x, add ? load(out + p) : zero), out + p);
            z = z.add(next);
        }
    }
}
