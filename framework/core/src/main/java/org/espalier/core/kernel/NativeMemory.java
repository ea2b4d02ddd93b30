package org.espalier.core.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;
import org.espalier.api.EspalierException;

/**
 * Memory outside the Java heap for planes, weights and indices. Every piece starts at a multiple of 64 bytes, so that no
 * vector splits a cache line, and is zero. The pieces live until {@link #close}; data of another life time has a memory
 * of its own. Any thread may allocate, read, write and close.
 *
 * <p>The static accessors take absolute addresses and check nothing.
 */
public final class NativeMemory implements AutoCloseable {
    /** Every piece starts at a multiple of this many bytes. */
    public static final long ALIGNMENT = 64;

    /* One segment over all memory: as a constant it costs no check of bounds or life time in compiled code. */
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** To copy from: filling a range would allocate a view of it. */
    private static final MemorySegment ZEROS = Arena.global().allocate(1 << 14);

    private final Arena arena = Arena.ofShared();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * A new piece, zeroed.
     *
     * @param size bytes, not negative; rounded up to whole cache lines
     * @return its address, a multiple of 64
     */
    public long allocate(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a piece of memory has at least 0 bytes, was " + size);
        }
        long rounded = Math.max(1, Math.ceilDiv(size, ALIGNMENT)) * ALIGNMENT;
        try {
            long address = arena.allocate(rounded, ALIGNMENT).address();
            bytes.addAndGet(rounded);
            return address;
        } catch (OutOfMemoryError e) {
            throw new EspalierException(
                    "There is no room for another " + rounded + " bytes of native memory; " + bytes.get()
                            + " bytes are in use here. Use a smaller batch or a smaller model.",
                    e);
        }
    }

    /** A new piece for so many floats, zeroed. */
    public long allocateFloats(long count) {
        return allocate(Math.multiplyExact(count, 4L));
    }

    /** A new piece for so many ints, zeroed. */
    public long allocateInts(long count) {
        return allocate(Math.multiplyExact(count, 4L));
    }

    /** Bytes allocated and not yet given back. */
    public long bytes() {
        return bytes.get();
    }

    /** Gives all pieces back; their addresses must not be used any more. Closing again does nothing. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            bytes.set(0);
        }
    }

    /** The same address; but compiled code then knows that accesses near it are in bounds, and drops their checks. */
    static long bounded(long address) {
        return address & (Long.MAX_VALUE >>> 1);
    }

    /** A new piece that holds a copy of an array. */
    public long copyOf(float[] values) {
        long address = allocateFloats(values.length);
        copy(values, 0, address, values.length);
        return address;
    }

    /** A new piece that holds a copy of an array. */
    public long copyOf(long[] values) {
        long address = allocate(8L * values.length);
        MemorySegment.copy(values, 0, ALL, ValueLayout.JAVA_LONG_UNALIGNED, address, values.length);
        return address;
    }

    /** A new piece that holds a copy of an array. */
    public long copyOf(int[] values) {
        long address = allocateInts(values.length);
        copy(values, 0, address, values.length);
        return address;
    }

    /** A copy of so many floats. */
    public static float[] floats(long address, int count) {
        float[] values = new float[count];
        copy(address, values, 0, count);
        return values;
    }

    public static float getFloat(long address) {
        return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
    }

    public static void setFloat(long address, float value) {
        ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
    }

    public static double getDouble(long address) {
        return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address);
    }

    public static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    public static void setLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    public static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    public static void setInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    /** Copies floats from an array to an address. */
    public static void copy(float[] from, int first, long to, int count) {
        MemorySegment.copy(from, first, ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, to, count);
    }

    /** Copies floats from an address to an array. */
    public static void copy(long from, float[] to, int first, int count) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, from, to, first, count);
    }

    /** Copies ints from an array to an address. */
    public static void copy(int[] from, int first, long to, int count) {
        MemorySegment.copy(from, first, ALL, ValueLayout.JAVA_INT_UNALIGNED, to, count);
    }

    /** Copies ints from an address to an array. */
    public static void copy(long from, int[] to, int first, int count) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_INT_UNALIGNED, from, to, first, count);
    }

    /** Copies bytes between two addresses; the ranges may overlap. */
    public static void copy(long from, long to, long size) {
        MemorySegment.copy(ALL, from, ALL, to, size);
    }

    /** Sets bytes to 0. */
    public static void clear(long address, long size) {
        for (long done = 0; done < size; done += ZEROS.byteSize()) {
            MemorySegment.copy(ZEROS, 0, ALL, address + done, Math.min(ZEROS.byteSize(), size - done));
        }
    }
}
