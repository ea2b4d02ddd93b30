package org.espalier.plugins.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.espalier.plugins.simd.Memory.ALL;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.ORDER;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.espalier.api.backend.Panel;

/**
 * Copies of planes in bfloat16, as {@link org.espalier.api.backend.Bf16Kernels} lays them out: a vector of words is two vectors
 * of positions, which lie {@link #APART} bytes apart in a row of floats.
 */
final class Bf16Copy {
    /** Vectors of words, with as many lanes as those of floats. */
    static final VectorSpecies<Integer> WORDS = FLOATS.withLanes(int.class);
    /** Bytes from the lower position of a word to its upper one, in a row of floats. */
    static final int APART = 64;
    /** Bytes of a stretch, in a row of floats. */
    static final int STRETCH = 2 * APART;
    /** What a word holds of its upper position. */
    static final int UPPER = 0xffff0000;

    private static final int QUIET = 0x40;
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int INFINITY = 0x7f800000;

    private Bf16Copy() {}

    /** Where the lower position of a word at so many bytes lies, in bytes of a row of floats. */
    static int place(int words) {
        return words / APART * STRETCH + words % APART;
    }

    /** See {@link org.espalier.api.backend.Bf16Kernels#toBf16}. */
    static void toBf16(int features, Panel panel, long plane, long bf16, int from, int to) {
        int stride = 4 * panel.width();
        for (int block = 0; block < panel.blocks(); block++) {
            for (int feature = from; feature < to; feature++) {
                long row = (long) block * features + feature;
                toBf16(plane + stride * row, stride, bf16 + panel.bf16Stride() * row);
            }
        }
    }

    private static void toBf16(long floats, int bytes, long words) {
        int whole = bytes / STRETCH * STRETCH;
        for (int p = 0; p < bytes; p += STRETCH) {
            for (int part = 0; part < APART; part += BYTES) {
                long x = floats + p + part;
                IntVector word = rounded(x);
                if (p < whole) {
                    word = word.or(rounded(x + APART).lanewise(LSHL, 16));
                }
                word.intoMemorySegment(ALL, words + p / 2 + part, ORDER);
            }
        }
    }

    /** The bfloat16 of the floats at an address, in the lower bits. */
    private static IntVector rounded(long address) {
        IntVector bits = IntVector.fromMemorySegment(WORDS, ALL, address, ORDER);
        IntVector upper = bits.lanewise(LSHR, 16);
        IntVector nearest = bits.add(upper.and(1)).add(0x7fff).lanewise(LSHR, 16);
        return nearest.blend(upper.or(QUIET), bits.and(MAGNITUDE).compare(GT, INFINITY));
    }
}
