package org.espalier.plugins.nd4j;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.EspalierException;

/**
 * Checks the header of an npy file (NumPy enhancement proposal 1) before native code reads it: what does not fit would
 * end the process there.
 */
final class NpyHeader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Map<String, Integer> ELEMENT_BYTES =
            Map.of("<f4", 4, "<f8", 8, "<i4", 4, "<i8", 8, "<i2", 2, "|i1", 1, "|u1", 1);
    private static final Pattern DICTIONARY =
            Pattern.compile("\\{'descr': '([^']{2,5})', 'fortran_order': (True|False),"
                    + " 'shape': \\(((?:[0-9]{1,10}(?:, ?)?)*)\\),? *\\}[ \\n]*");
    private static final int LONGEST = Integer.MAX_VALUE - 8;
    private static final int LENGTH_AT = 8;

    private NpyHeader() {}

    /**
     * Checks an npy file.
     *
     * @param name what to call it in messages, for example {@code data.npz!x.npy}
     * @throws EspalierException when it is cut off, damaged or of a type that cannot be read; the message names the byte
     */
    static void check(String name, byte[] npy) {
        if (npy.length < LENGTH_AT + 2 || !Arrays.equals(npy, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new EspalierException(name + " is not an npy array: it does not begin with \\x93NUMPY (byte 0).");
        }
        int version = npy[MAGIC.length];
        if (version < 1 || version > 3) {
            throw new EspalierException(name + " has npy version " + version + " (byte 6); 1, 2 and 3 can be read.");
        }
        ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        int start = LENGTH_AT + (version == 1 ? Short.BYTES : Integer.BYTES);
        long length = version == 1
                ? Short.toUnsignedInt(bytes.getShort(LENGTH_AT))
                : npy.length < start ? LONGEST : Integer.toUnsignedLong(bytes.getInt(LENGTH_AT));
        if (start + length > npy.length) {
            throw new EspalierException(
                    name + " ends at byte " + npy.length + "; its header should reach byte " + (start + length) + ".");
        }
        String text = new String(npy, start, (int) length, StandardCharsets.UTF_8);
        Matcher dictionary = DICTIONARY.matcher(text);
        if (!dictionary.matches()) {
            throw new EspalierException(
                    name + " has a header (from byte " + start + ") that cannot be read: " + text.strip() + ".");
        }
        checkLength(name, dictionary.group(1), dictionary.group(3), npy.length - start - length, start + length);
    }

    private static void checkLength(String name, String type, String shape, long dataBytes, long dataStart) {
        Integer element = ELEMENT_BYTES.get(type);
        if (element == null) {
            throw new EspalierException(name + " holds values of type " + type + "; allowed are "
                    + String.join(", ", ELEMENT_BYTES.keySet().stream().sorted().toList()) + ".");
        }
        long expected = element;
        for (String size : shape.split(", ?", -1)) {
            expected *= size.isEmpty() ? 1 : Long.parseLong(size);
            if (expected < 1 || expected > LONGEST) {
                throw new EspalierException(
                        name + " has shape (" + shape + "): arrays of 1 to " + LONGEST + " bytes can be read.");
            }
        }
        if (expected != dataBytes) {
            throw new EspalierException(name + " ends at byte " + (dataStart + dataBytes) + "; its shape (" + shape
                    + ") of type " + type + " should end at byte " + (dataStart + expected) + ".");
        }
    }
}
