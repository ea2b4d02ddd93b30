package org.espalier.plugins.data.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.espalier.api.EspalierException;

/**
 * The beginning of an npy file (NumPy enhancement proposal 1): of what type its numbers are, and how many.
 *
 * @param name what to call the file in messages, for example {@code model.npz!out.bias.npy}
 * @param type as the format writes it
 * @param shape sizes; none for a single number
 */
record NpyEntry(String name, String type, List<Integer> shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Map<String, Integer> BYTES =
            Map.of("<f4", 4, "<f8", 8, "<i4", 4, "<i8", 8, "|u1", 1, "|S3", 3, "<U3", 12);
    private static final Pattern DICTIONARY = Pattern.compile("\\{'descr': '([^']{2,5})', 'fortran_order': False,"
            + " 'shape': \\(((?:[0-9]{1,10}(?:, ?)?)*)\\),? *\\}[ \\n]*");

    NpyEntry {
        shape = List.copyOf(shape);
    }

    /**
     * Reads as far as the numbers.
     *
     * @throws EspalierException when it is cut off, damaged, or of a type or an order that is not read
     */
    static NpyEntry read(String name, InputStream in) throws IOException {
        byte[] begin = in.readNBytes(MAGIC.length + 2);
        if (begin.length < MAGIC.length + 2 || !Arrays.equals(begin, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new EspalierException(name + " is not an npy array: it does not begin with \\x93NUMPY (byte 0).");
        }
        int version = begin[MAGIC.length];
        if (version != 1) {
            throw new EspalierException(name + " has npy version " + version + " (byte 6); 1 is read.");
        }
        ByteBuffer length = number(name, in, Short.BYTES);
        int size = Short.toUnsignedInt(length.getShort());
        String header = StandardCharsets.US_ASCII.decode(number(name, in, size)).toString();
        Matcher dictionary = DICTIONARY.matcher(header);
        if (!dictionary.matches() || !BYTES.containsKey(dictionary.group(1))) {
            throw new EspalierException(name + " has a header (from byte 10) that cannot be read: " + header.strip()
                    + "; arrays row by row of the types "
                    + BYTES.keySet().stream().sorted().toList() + " are.");
        }
        return new NpyEntry(name, dictionary.group(1), sizes(name, dictionary.group(2)));
    }

    private static List<Integer> sizes(String name, String shape) {
        List<Integer> sizes = Arrays.stream(shape.split(", ?", -1))
                .filter(size -> !size.isEmpty())
                .map(size -> (int) Math.min(Integer.MAX_VALUE, Long.parseLong(size)))
                .toList();
        long count =
                sizes.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> Math.min(a * b, Integer.MAX_VALUE));
        if (count * Double.BYTES > Integer.MAX_VALUE - 8) {
            throw new EspalierException(name + " has the shape (" + shape + "); at most "
                    + (Integer.MAX_VALUE - 8) / Double.BYTES + " numbers are read.");
        }
        return sizes;
    }

    private static ByteBuffer number(String name, InputStream in, int bytes) throws IOException {
        byte[] there = in.readNBytes(bytes);
        if (there.length < bytes) {
            throw new EspalierException(name + " ends " + (bytes - there.length) + " bytes too early.");
        }
        return ByteBuffer.wrap(there).order(ByteOrder.LITTLE_ENDIAN);
    }

    int count() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    void requireAtMost(long most) {
        if (count() > most) {
            throw new EspalierException(name + " has " + count() + " numbers; at most " + most + " belong there.");
        }
    }

    /** The numbers behind the beginning, to the end of the file. */
    private ByteBuffer numbers(InputStream in) throws IOException {
        ByteBuffer numbers = number(name, in, count() * BYTES.getOrDefault(type, 1));
        if (in.read() >= 0) {
            throw new EspalierException(name + " goes on after its last number.");
        }
        return numbers;
    }

    float[] floats(InputStream in) throws IOException {
        requireType("floats", "<f4", "<f8");
        ByteBuffer numbers = numbers(in);
        float[] floats = new float[count()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = type.equals("<f4") ? numbers.getFloat() : (float) numbers.getDouble();
        }
        return floats;
    }

    /** Whole numbers of at most 31 bits, not negative. */
    int[] wholes(InputStream in) throws IOException {
        requireType("whole numbers", "<i4", "<i8");
        ByteBuffer numbers = numbers(in);
        int[] wholes = new int[count()];
        for (int i = 0; i < wholes.length; i++) {
            long number = type.equals("<i4") ? numbers.getInt() : numbers.getLong();
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw new EspalierException(
                        name + " has " + number + " at " + i + "; it must be from 0 to " + Integer.MAX_VALUE + ".");
            }
            wholes[i] = (int) number;
        }
        return wholes;
    }

    /** Whole numbers from 0 to 255. */
    byte[] bytes(InputStream in) throws IOException {
        requireType("bytes", "|u1");
        return numbers(in).array();
    }

    /** A word of three letters. */
    String word(InputStream in) throws IOException {
        requireType("a word", "|S3", "<U3");
        byte[] bytes = numbers(in).array();
        return type.equals("|S3")
                ? new String(bytes, StandardCharsets.US_ASCII)
                : new String(bytes, Charset.forName("UTF-32LE"));
    }

    private void requireType(String what, String... types) {
        if (!List.of(types).contains(type)) {
            throw new EspalierException(
                    name + " is of type " + type + "; " + what + " are meant, " + String.join(" or ", types) + ".");
        }
    }
}
