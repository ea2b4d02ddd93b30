package org.espalier.plugins.data;

import java.nio.ByteBuffer;
import java.util.Optional;

/** How a MATLAB file stores numbers; it may be narrower than the type the variable has in MATLAB. */
enum MatType {
    INT8(1, 1),
    UINT8(2, 1),
    INT16(3, 2),
    UINT16(4, 2),
    INT32(5, 4),
    UINT32(6, 4),
    SINGLE(7, 4),
    DOUBLE(9, 8),
    INT64(12, 8),
    UINT64(13, 8);

    private static final double TWO_TO_64 = 0x1p64;

    private final int code;
    private final int bytes;

    MatType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    static Optional<MatType> of(int code) {
        for (MatType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Bytes of a number. */
    int bytes() {
        return bytes;
    }

    /** The number at a byte. */
    double number(ByteBuffer buffer, int at) {
        return switch (this) {
            case INT8 -> buffer.get(at);
            case UINT8 -> buffer.get(at) & 0xff;
            case INT16 -> buffer.getShort(at);
            case UINT16 -> buffer.getShort(at) & 0xffff;
            case INT32 -> buffer.getInt(at);
            case UINT32 -> Integer.toUnsignedLong(buffer.getInt(at));
            case SINGLE -> buffer.getFloat(at);
            case DOUBLE -> buffer.getDouble(at);
            case INT64 -> buffer.getLong(at);
            case UINT64 -> {
                long signed = buffer.getLong(at);
                yield signed < 0 ? signed + TWO_TO_64 : signed;
            }
        };
    }
}
