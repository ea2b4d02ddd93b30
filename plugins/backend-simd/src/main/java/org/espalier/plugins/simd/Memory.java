package org.espalier.plugins.simd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Vectors and numbers at absolute addresses. One segment over all memory is a constant and costs no check in the end. */
final class Memory {
    /** The widest vectors of this processor, but no wider than the 16 lanes of the kernels' order of arithmetic. */
    static final VectorSpecies<Float> FLOATS =
            FloatVector.SPECIES_PREFERRED.length() > 16 ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;

    /** Lanes of a vector. */
    static final int LANES = FLOATS.length();
    /** Bytes of a vector. */
    static final int BYTES = 4 * LANES;

    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Memory() {}

    /** The same address; but compiled code then knows that accesses near it are in bounds, and drops their checks. */
    static long bounded(long address) {
        return address & (Long.MAX_VALUE >>> 1);
    }

    static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(FLOATS, ALL, address, ORDER);
    }

    static void store(FloatVector value, long address) {
        value.intoMemorySegment(ALL, address, ORDER);
    }

    /** Those lanes only; the others are 0. */
    static FloatVector load(long address, VectorMask<Float> lanes) {
        return FloatVector.fromMemorySegment(FLOATS, ALL, address, ORDER, lanes);
    }

    /** Those lanes only. */
    static void store(FloatVector value, long address, VectorMask<Float> lanes) {
        value.intoMemorySegment(ALL, address, ORDER, lanes);
    }

    static float getFloat(long address) {
        return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
    }

    static void setFloat(long address, float value) {
        ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
    }

    static double getDouble(long address) {
        return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address);
    }

    static void setDouble(long address, double value) {
        ALL.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, address, value);
    }

    static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }
}
