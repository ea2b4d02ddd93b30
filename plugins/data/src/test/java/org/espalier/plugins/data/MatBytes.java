package org.espalier.plugins.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Writes MATLAB files of version 5. */
final class MatBytes {
    static final int DOUBLES = 6;
    private static final int HEADER = 128;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    MatBytes() {
        byte[] header = Arrays.copyOf("MATLAB 5.0 MAT-file".getBytes(StandardCharsets.US_ASCII), HEADER);
        header[125] = 1;
        header[126] = 'I';
        header[127] = 'M';
        out.writeBytes(header);
    }

    /** A variable as it is. */
    MatBytes variable(byte[] matrix) {
        out.writeBytes(matrix);
        return this;
    }

    /** A variable in compressed form. */
    MatBytes compressed(byte[] matrix) {
        Deflater deflater = new Deflater();
        deflater.setInput(matrix);
        deflater.finish();
        byte[] packed = new byte[matrix.length + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        out.writeBytes(words(COMPRESSED, length));
        out.write(packed, 0, length);
        return this;
    }

    byte[] done() {
        return out.toByteArray();
    }

    /** A full matrix of doubles. */
    static byte[] doubles(String name, int rows, int columns, double... values) {
        ByteBuffer content = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        content.asDoubleBuffer().put(values);
        return matrix(name, DOUBLES, new int[] {rows, columns}, part(9, content.array()));
    }

    /** A matrix whose numbers are stored as bytes. */
    static byte[] bytes(String name, int rows, int columns, int... values) {
        byte[] content = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            content[i] = (byte) values[i];
        }
        return matrix(name, DOUBLES, new int[] {rows, columns}, part(2, content));
    }

    /** Any variable. */
    static byte[] matrix(String name, int flags, int[] shape, byte[] numbers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(part(6, words(flags, 0)));
        body.writeBytes(part(5, words(shape)));
        body.writeBytes(part(1, name.getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(numbers);
        ByteArrayOutputStream matrix = new ByteArrayOutputStream();
        matrix.writeBytes(words(MATRIX, body.size()));
        matrix.writeBytes(body.toByteArray());
        return matrix.toByteArray();
    }

    /** A part of a variable; up to four bytes stand in its tag. */
    static byte[] part(int type, byte[] content) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        if (content.length > 0 && content.length <= 4) {
            part.writeBytes(words(content.length << 16 | type));
            part.writeBytes(Arrays.copyOf(content, 4));
        } else {
            part.writeBytes(words(type, content.length));
            part.writeBytes(Arrays.copyOf(content, (content.length + 7) / 8 * 8));
        }
        return part.toByteArray();
    }

    static byte[] words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(words);
        return bytes.array();
    }
}
