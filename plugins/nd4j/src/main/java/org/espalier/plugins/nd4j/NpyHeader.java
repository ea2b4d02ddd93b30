package org.espalier.plugins.nd4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.EspalierException;

/**
 * The header of an npy file (NumPy enhancement proposal 1), checked before native code reads the file: what does not fit
 * would end the process there.
 *
 * @param name what to call the file in messages, for example {@code data.npz!x.npy}
 * @param type how the format writes the type of the values
 * @param shape sizes as the file writes them
 * @param end how many bytes the file must have
 */
record NpyHeader(String name, String type, String shape, int end) {
    /** No header is longer: NumPy itself reads ten thousand bytes. */
    static final int LONGEST_HEADER = 1 << 16;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Map<String, Integer> ELEMENT_BYTES =
            Map.of("<f4", 4, "<f8", 8, "<i4", 4, "<i8", 8, "<i2", 2, "|i1", 1, "|u1", 1);
    private static final Pattern DICTIONARY =
            Pattern.compile("\\{'descr': '([^']{2,5})', 'fortran_order': (True|False),"
                    + " 'shape': \\(((?:[0-9]{1,10}(?:, ?)?)*)\\),? *\\}[ \\n]*");
    private static final int LONGEST = Integer.MAX_VALUE - 8;
    private static final int LENGTH_AT = 8;

    /**
     * Reads a header.
     *
     * @param begin the first {@value #LONGEST_HEADER} bytes of the file, or all when it is shorter
     * @throws EspalierException when it is cut off, damaged or of a type that cannot be read; the message names the byte
     */
    static NpyHeader of(String name, byte[] begin) {
        if (begin.length < LENGTH_AT + 2 || !Arrays.equals(begin, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new EspalierException(name + " is not an npy array: it does not begin with \\x93NUMPY (byte 0).");
        }
        int version = begin[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new EspalierException(name + " has npy version " + version + " (byte 6); 1, 2 and 3 can be read.");
        }
        ByteBuffer bytes = ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN);
        int start = LENGTH_AT + (version == 1 ? Short.BYTES : Integer.BYTES);
        long length = version == 1
                ? Short.toUnsignedInt(bytes.getShort(LENGTH_AT))
                : begin.length < start ? LONGEST : Integer.toUnsignedLong(bytes.getInt(LENGTH_AT));
        if (start + length > begin.length) {
            throw new EspalierException(
                    begin.length < LONGEST_HEADER
                            ? name + " ends at byte " + begin.length + "; its header should reach byte "
                                    + (start + length) + "."
                            : name + " has a header of " + length + " bytes (byte " + LENGTH_AT + "); at most "
                                    + LONGEST_HEADER + " are read.");
        }
        String text = new String(begin, start, (int) length, StandardCharsets.UTF_8);
        Matcher dictionary = DICTIONARY.matcher(text);
        if (!dictionary.matches()) {
            throw new EspalierException(
                    name + " has a header (from byte " + start + ") that cannot be read: " + text.strip() + ".");
        }
        String type = dictionary.group(1);
        String shape = dictionary.group(3);
        return new NpyHeader(name, type, shape, end(name, type, shape, start + length));
    }

    private static int end(String name, String type, String shape, long dataStart) {
        Integer element = ELEMENT_BYTES.get(type);
        if (element == null) {
            throw new EspalierException(name + " holds values of type " + type + "; allowed are "
                    + String.join(", ", ELEMENT_BYTES.keySet().stream().sorted().toList()) + ".");
        }
        long bytes = element;
        for (String size : shape.split(", ?", -1)) {
            bytes *= size.isEmpty() ? 1 : Long.parseLong(size);
            if (bytes < 1 || bytes > LONGEST - dataStart) {
                throw new EspalierException(
                        name + " has shape (" + shape + "): arrays of 1 to " + LONGEST + " bytes can be read.");
            }
        }
        return (int) (dataStart + bytes);
    }

    /** The shape; no sizes for a single number. */
    List<Integer> sizes() {
        return Arrays.stream(shape.split(", ?", -1))
                .filter(size -> !size.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    /** How many values there are. */
    int count() {
        return sizes().stream().reduce(1, Math::multiplyExact);
    }

    /** That the file ends elsewhere. */
    EspalierException endsAt(String where) {
        return new EspalierException(name + " " + where + "; its shape (" + shape + ") of type " + type
                + " should end at byte " + end + ".");
    }
}
