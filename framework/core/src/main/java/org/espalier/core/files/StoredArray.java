package org.espalier.core.files;

import java.util.Arrays;

/** One named array of a safetensors file: what the format itself calls a tensor. */
sealed interface StoredArray {
    /** Bytes of one element: only types of four bytes are written. */
    int ELEMENT = 4;

    String name();

    int[] shape();

    /** How the format writes the type. */
    String type();

    /** Elements. */
    int length();

    default long bytes() {
        return (long) length() * ELEMENT;
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
