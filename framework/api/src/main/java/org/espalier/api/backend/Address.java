package org.espalier.api.backend;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Numbers at absolute addresses, for the kernels' reference readings. Nothing is checked. */
final class Address {
    /* One segment over all memory: as a constant it costs no check of bounds or life time in compiled code. */
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private Address() {}

    static float getFloat(long address) {
        return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
    }

    static void setFloat(long address, float value) {
        ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
    }

    static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    static void setInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    static double getDouble(long address) {
        return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address);
    }

    static void setDouble(long address, double value) {
        ALL.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, address, value);
    }

    /** The fixed tree over 16 lanes of doubles at an address. */
    static double treeOfDoubles(long lanes) {
        double even = quarterOfDoubles(lanes) + quarterOfDoubles(lanes + 16);
        double odd = quarterOfDoubles(lanes + 8) + quarterOfDoubles(lanes + 24);
        return even + odd;
    }

    private static double quarterOfDoubles(long lane) {
        return (getDouble(lane) + getDouble(lane + 64)) + (getDouble(lane + 32) + getDouble(lane + 96));
    }

    /** The sum of the products of two rows of so many bytes, by fma, added to one that was begun. */
    static float chain(long a, long b, long bytes, float begun) {
        float sum = begun;
        for (long p = 0; p < bytes; p += 4) {
            sum = Math.fma(getFloat(a + p), getFloat(b + p), sum);
        }
        return sum;
    }

    /**
     * Adds the products of two rows of so many bytes to 16 lanes, by fma.
     *
     * @param fresh whether the lanes start at +0
     */
    static void lanes(long a, long b, long bytes, boolean fresh, long lanes) {
        for (long p = 0; p < bytes; p += 4) {
            long lane = lanes + (p & 60);
            float before = fresh && p < 64 ? 0f : getFloat(lane);
            setFloat(lane, Math.fma(getFloat(a + p), getFloat(b + p), before));
        }
    }

    /** The fixed tree over 16 lanes at an address. */
    static float tree(long lanes) {
        float even = quarter(lanes) + quarter(lanes + 8);
        float odd = quarter(lanes + 4) + quarter(lanes + 12);
        return even + odd;
    }

    /** {@code (s[l] + s[l + 8]) + (s[l + 4] + s[l + 12])} for the lane l at the address. */
    private static float quarter(long lane) {
        return (getFloat(lane) + getFloat(lane + 32)) + (getFloat(lane + 16) + getFloat(lane + 48));
    }
}
