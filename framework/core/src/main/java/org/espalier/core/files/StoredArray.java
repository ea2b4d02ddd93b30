package org.espalier.core.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import org.espalier.core.kernel.NativeMemory;

/** One named array of a safetensors file: what the format itself calls a tensor. */
public sealed interface StoredArray {
    /** Bytes of one element: only types of four bytes are written. */
    int ELEMENT = 4;

    /** Elements that are copied at a time. */
    int CHUNK = 1 << 14;

    String name();

    int[] shape();

    /** How the format writes the type. */
    String type();

    /** Elements. */
    int length();

    default long bytes() {
        return (long) length() * ELEMENT;
    }

    /**
     * Puts elements into a buffer, the lowest byte of each first.
     *
     * @param from the first element
     * @param count how many
     */
    default void copyTo(ByteBuffer out, int from, int count) {
        out.order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case Floats f -> out.asFloatBuffer().put(f.values(), from, count);
            case Ints i -> out.asIntBuffer().put(i.values(), from, count);
            case Native n -> {
                int[] bits = new int[count];
                NativeMemory.copy(n.address() + (long) from * ELEMENT, bits, 0, count);
                out.asIntBuffer().put(bits);
            }
        }
        out.position(out.position() + count * ELEMENT);
    }

    /** SHA-256 of the elements as they lie in a file, 64 lower-case hexadecimal digits. */
    default String sha256() {
        MessageDigest sha = FileDigest.start();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK * ELEMENT);
        for (int from = 0; from < length(); from += CHUNK) {
            copyTo(chunk.clear(), from, Math.min(CHUNK, length() - from));
            sha.update(chunk.flip());
        }
        return FileDigest.hex(sha);
    }

    /** Type F32. */
    record Floats(String name, int[] shape, float[] values) implements StoredArray {
        public Floats {
            requireLength(name, shape, values.length);
        }

        @Override
        public String type() {
            return "F32";
        }

        @Override
        public int length() {
            return values.length;
        }
    }

    /** Type I32. */
    record Ints(String name, int[] shape, int[] values) implements StoredArray {
        public Ints {
            requireLength(name, shape, values.length);
        }

        @Override
        public String type() {
            return "I32";
        }

        @Override
        public int length() {
            return values.length;
        }
    }

    /**
     * An array in native memory that is only written, so that no copy of it is made.
     *
     * @param type {@code F32} or {@code I32}
     * @param address of its first element
     */
    record Native(String name, String type, int length, long address) implements StoredArray {
        @Override
        public int[] shape() {
            return new int[] {length};
        }
    }

    private static void requireLength(String name, int[] shape, int length) {
        long positions = 1;
        for (int size : shape) {
            positions = Math.multiplyExact(positions, size);
        }
        if (positions != length) {
            throw new IllegalArgumentException(
                    name + " of shape " + Arrays.toString(shape) + " cannot have " + length + " values");
        }
    }
}
