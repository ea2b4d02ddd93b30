package org.espalier.plugins.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.EspalierException;

/**
 * A MATLAB file of version 5, as MATLAB writes it with {@code save -v6} and (compressed) {@code -v7}: 128 bytes of header,
 * then one element for each variable, with the lowest byte of a number first ("MAT-File Format", The MathWorks).
 *
 * @param path for messages
 * @param bytes all of the file
 */
record MatFile(Path path, byte[] bytes) {
    private static final int HEADER = 128;
    private static final int VERSION_AT = 124;
    private static final int VERSION = 0x0100;
    private static final int ORDER_AT = 126;
    private static final int TAG = 8;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int MOST_LISTED = 30;

    static MatFile read(Path path) {
        MatFile file = new MatFile(path, new InputFile(path, "the variables").bytes());
        file.requireHeader();
        return file;
    }

    private void requireHeader() {
        String start = new String(bytes, 0, Math.min(bytes.length, HEADER), StandardCharsets.ISO_8859_1);
        if (start.startsWith("MATLAB 7.3") || start.startsWith("\u0089HDF\r\n")) {
            throw new EspalierException(path + " is a MATLAB file of version 7.3, which is HDF5; save it in MATLAB with"
                    + " save('…', '-v7').");
        }
        String order = bytes.length < HEADER ? "" : start.substring(ORDER_AT);
        if (order.equals("MI")) {
            throw new EspalierException(path + " was written by a machine that puts the highest byte first (byte "
                    + ORDER_AT + "); save it again on a usual one.");
        }
        if (!order.equals("IM") || (bytes[VERSION_AT] & 0xff | bytes[VERSION_AT + 1] << Byte.SIZE) != VERSION) {
            throw new EspalierException(path + " is not a MATLAB file of version 5: its header of " + HEADER
                    + " bytes should end with 0x00 0x01 'I' 'M' (byte " + VERSION_AT + "), and it has " + bytes.length
                    + " bytes.");
        }
    }

    /**
     * The table of a name.
     *
     * @throws EspalierException when there is none, it is something else, or the file is damaged before it
     */
    MatNumbers table(String name) {
        List<String> names = new ArrayList<>();
        int at = HEADER;
        while (at < bytes.length) {
            int type = word(at, 0);
            long length = Integer.toUnsignedLong(word(at, Integer.BYTES));
            if (length > bytes.length - at - TAG) {
                throw wrong(
                        at,
                        "an element of " + length + " bytes begins here, but only " + (bytes.length - at - TAG)
                                + " are left");
            }
            if (type != MATRIX && type != COMPRESSED) {
                throw wrong(at, "a variable should begin here, not an element of type " + type);
            }
            try (MatStream in = new MatStream(path, bytes, at + TAG, (int) length, type == COMPRESSED)) {
                MatVariable variable = type == COMPRESSED ? MatVariable.compressed(in) : new MatVariable(in);
                if (variable.name().equals(name)) {
                    return variable.numbers();
                }
                names.add(variable.name());
            }
            at += TAG + (int) length;
        }
        throw new EspalierException(
                path + " has no variable '" + name + "'; it has " + (names.isEmpty() ? "none" : listed(names)) + ".");
    }

    private static String listed(List<String> names) {
        String more = names.size() > MOST_LISTED ? " and " + (names.size() - MOST_LISTED) + " more" : "";
        return String.join(", ", names.subList(0, Math.min(MOST_LISTED, names.size()))) + more;
    }

    private int word(int at, int offset) {
        if (bytes.length - at < TAG) {
            throw wrong(at, "the file ends within the tag of an element");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at + offset);
    }

    private EspalierException wrong(int at, String sentence) {
        return new EspalierException(path + ": byte " + at + ": " + sentence + ".");
    }

    /** A digest of the file. */
    String digest() {
        return InputFile.digest(bytes);
    }
}
