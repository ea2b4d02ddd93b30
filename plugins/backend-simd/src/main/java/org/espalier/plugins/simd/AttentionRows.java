package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.bounded;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;

/**
 * Rows of 16 examples packed line after line: 64 bytes a feature or a key. Vectors narrower than 16 lanes take them in
 * parts, one after the other.
 */
final class AttentionRows {
    /** Bytes of a line. */
    static final int LINE = 64;

    private AttentionRows() {}

    static void clear(long address, long bytes) {
        FloatVector zero = FloatVector.zero(FLOATS);
        for (long i = 0; i < bytes; i += BYTES) {
            store(zero, address + i);
        }
    }

    /** Packs the features of a tile. */
    static void pack(long tile, int stride, int size, long out) {
        for (int d = 0; d < size; d++) {
            long from = bounded(tile + (long) d * stride);
            for (int shift = 0; shift < LINE; shift += BYTES) {
                store(load(from + shift), out + (long) LINE * d + shift);
            }
        }
    }

    /** Puts packed features into a tile, or adds them. */
    static void unpack(long packed, int size, long tile, int stride, boolean add) {
        for (int d = 0; d < size; d++) {
            long to = bounded(tile + (long) d * stride);
            for (int shift = 0; shift < LINE; shift += BYTES) {
                FloatVector x = load(packed + (long) LINE * d + shift);
                store(add ? load(to + shift).add(x) : x, to + shift);
            }
        }
    }

    /** Scores become exponentials; their sum goes to an address of its own. */
    static void exponentials(long row, int count, float scale, long sums) {
        int end = LINE * count;
        for (int shift = 0; shift < LINE; shift += BYTES) {
            scaled(row + shift, end, scale, sums + shift);
            exponentials(row + shift, end, sums + shift);
        }
    }

    /** Scales scores and leaves their maximum. */
    private static void scaled(long row, int end, float scale, long maxima) {
        FloatVector factor = FloatVector.broadcast(FLOATS, scale);
        FloatVector first = load(row).mul(factor);
        store(first, row);
        FloatVector max = first;
        for (int s = LINE; s < end; s += LINE) {
            FloatVector x = load(row + s).mul(factor);
            store(x, row + s);
            max = max.max(x);
        }
        store(max, maxima);
    }

    private static void exponentials(long row, int end, long maxima) {
        FloatVector max = load(maxima);
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int s = 0; s < end; s += LINE) {
            FloatVector e = VectorMath.exp(load(row + s).sub(max));
            store(e, row + s);
            sum = sum.add(e);
        }
        store(sum, maxima);
    }

    /** Divides the lines of a row by one line. */
    static void divide(long row, int count, long by) {
        for (int shift = 0; shift < LINE; shift += BYTES) {
            FloatVector divisor = load(by + shift);
            for (int s = shift; s < LINE * count; s += LINE) {
                store(load(row + s).div(divisor), row + s);
            }
        }
    }

    /** From p and a the c of the contract, in the place of a. */
    static void slopes(long p, long a, int count, float scale) {
        FloatVector factor = FloatVector.broadcast(FLOATS, scale);
        for (int shift = 0; shift < LINE; shift += BYTES) {
            FloatVector mean = FloatVector.zero(FLOATS);
            for (int s = shift; s < LINE * count; s += LINE) {
                mean = load(p + s).fma(load(a + s), mean);
            }
            for (int s = shift; s < LINE * count; s += LINE) {
                FloatVector c = load(p + s).mul(load(a + s).sub(mean)).mul(factor);
                store(c, a + s);
            }
        }
    }
}
