package org.espalier.plugins.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Elements of 32 bits, the lowest byte first.
 *
 * @param shape sizes, the last dimension running fastest
 * @param floating whether they are floats, or else whole numbers
 * @param text the bytes, each as the character of that number
 */
record ElementContent(int[] shape, boolean floating, String text) {
    private ByteBuffer bytes() {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)).order(ByteOrder.LITTLE_ENDIAN);
    }

    int[] ints() {
        int[] values = new int[text.length() / Integer.BYTES];
        bytes().asIntBuffer().get(values);
        return values;
    }

    float[] floats() {
        float[] values = new float[text.length() / Float.BYTES];
        bytes().asFloatBuffer().get(values);
        return values;
    }
}
