package org.espalier.plugins.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Arrays in the format of NumPy, version 1.0: a magic word, the length of a header, the header as a dictionary of Python filled
 * up with blanks to a multiple of 64 bytes, the numbers row by row, little-endian.
 */
final class NpyArrays {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private NpyArrays() {}

    static byte[] floats(int[] shape, float[] values) {
        ByteBuffer array = begun("<f4", shape, 4L * values.length);
        for (float value : values) {
            array.putFloat(value);
        }
        return array.array();
    }

    static byte[] ints(int[] shape, int[] values) {
        ByteBuffer array = begun("<i4", shape, 4L * values.length);
        for (int value : values) {
            array.putInt(value);
        }
        return array.array();
    }

    static byte[] longs(int[] shape, long[] values) {
        ByteBuffer array = begun("<i8", shape, 8L * values.length);
        for (long value : values) {
            array.putLong(value);
        }
        return array.array();
    }

    /** Whole numbers from 0 to 255. */
    static byte[] bytes(byte[] values) {
        return begun("|u1", new int[] {values.length}, values.length)
                .put(values)
                .array();
    }

    /** A word of ASCII, which is an array without sizes. */
    static byte[] text(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
        return begun("|S" + bytes.length, new int[0], bytes.length).put(bytes).array();
    }

    private static ByteBuffer begun(String type, int[] shape, long bytes) {
        String sizes = Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int before = MAGIC.length + Short.BYTES;
        int filled = (before + header.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - before;
        ByteBuffer array =
                ByteBuffer.allocate(Math.toIntExact(before + filled + bytes)).order(ByteOrder.LITTLE_ENDIAN);
        array.put(MAGIC).putShort((short) filled);
        array.put((header + " ".repeat(filled - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        return array;
    }
}
