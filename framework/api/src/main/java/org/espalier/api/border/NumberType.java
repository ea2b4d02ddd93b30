package org.espalier.api.border;

import java.nio.ByteBuffer;

/** How files write numbers, the lowest byte first. */
public enum NumberType {
    /** IEEE 754, 64 bits. */
    F64(8),
    /** IEEE 754, 32 bits. */
    F32(4),
    /** IEEE 754, 16 bits. */
    F16(2),
    /** The upper half of an F32. */
    BF16(2),
    /** Whole numbers with a sign, 64 bits. */
    I64(8),
    /** Whole numbers with a sign, 32 bits. */
    I32(4),
    /** Whole numbers with a sign, 16 bits. */
    I16(2),
    /** Whole numbers with a sign, 8 bits. */
    I8(1),
    /** Whole numbers without a sign, 8 bits. */
    U8(1),
    /** 0 or 1, in 8 bits. */
    BOOL(1);

    private final int bytes;

    NumberType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of a number. */
    public int bytes() {
        return bytes;
    }

    /**
     * A number as the nearest float.
     *
     * @param from with the lowest byte first
     * @param index which number, counted from the first byte of the buffer
     */
    public float at(ByteBuffer from, int index) {
        int place = index * bytes;
        return switch (this) {
            case F64 -> (float) from.getDouble(place);
            case F32 -> from.getFloat(place);
            case F16 -> Float.float16ToFloat(from.getShort(place));
            case BF16 -> Float.intBitsToFloat(from.getShort(place) << Short.SIZE);
            case I64 -> from.getLong(place);
            case I32 -> from.getInt(place);
            case I16 -> from.getShort(place);
            case I8 -> from.get(place);
            case U8, BOOL -> from.get(place) & 0xff;
        };
    }
}
