package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.getInt;
import static org.espalier.plugins.simd.Memory.getLong;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Maxima and sums of several stretches, a vector at a time; see {@link org.espalier.api.backend.PoolKernels}. */
final class VectorPools {
    private static final VectorSpecies<Integer> INTS = FLOATS.vectorShape().withLanes(int.class);

    private VectorPools() {}

    static void add(long a, long b, long out, int floats) {
        for (long p = 0; p < 4L * floats; p += BYTES) {
            store(load(bounded(a + p)).add(load(bounded(b + p))), bounded(out + p));
        }
    }

    static void maximum(long sources, long numbers, int count, long out, long winners, int floats) {
        for (long p = 0; p < 4L * floats; p += BYTES) {
            FloatVector best = load(bounded(getLong(sources) + p));
            IntVector winner = IntVector.broadcast(INTS, getInt(numbers));
            for (int s = 1; s < count; s++) {
                FloatVector x = load(bounded(getLong(sources + 8L * s) + p));
                VectorMask<Float> wins = x.compare(VectorOperators.GT, best).or(x.test(VectorOperators.IS_NAN));
                best = best.blend(x, wins);
                winner = winner.blend(getInt(numbers + 4L * s), wins.cast(INTS));
            }
            store(best, bounded(out + p));
            winner.intoMemorySegment(Memory.ALL, bounded(winners + p), Memory.ORDER);
        }
    }

    static void sumWhereWon(long sources, long winners, long numbers, int count, long out, boolean add, int floats) {
        FloatVector zero = FloatVector.zero(FLOATS);
        for (long p = 0; p < 4L * floats; p += BYTES) {
            FloatVector sum = add ? load(bounded(out + p)) : zero;
            for (int s = 0; s < count; s++) {
                IntVector winner = IntVector.fromMemorySegment(
                        INTS, Memory.ALL, bounded(getLong(winners + 8L * s) + p), Memory.ORDER);
                VectorMask<Float> won = winner.compare(VectorOperators.EQ, getInt(numbers + 4L * s))
                        .cast(FLOATS);
                sum = sum.add(zero.blend(load(bounded(getLong(sources + 8L * s) + p)), won));
            }
            store(sum, bounded(out + p));
        }
    }

    static void scaledSum(long sources, int count, float scale, long out, boolean add, int floats) {
        FloatVector factor = FloatVector.broadcast(FLOATS, scale);
        FloatVector zero = FloatVector.zero(FLOATS);
        for (long p = 0; p < 4L * floats; p += BYTES) {
            FloatVector sum = zero;
            for (int s = 0; s < count; s++) {
                sum = sum.add(load(bounded(getLong(sources + 8L * s) + p)));
            }
            FloatVector start = add ? load(bounded(out + p)) : zero;
            store(factor.fma(sum, start), bounded(out + p));
        }
    }
}
