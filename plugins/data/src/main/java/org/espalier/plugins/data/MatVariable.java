package org.espalier.plugins.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.espalier.api.EspalierException;

/** A variable of a MATLAB file: what it is, and its numbers when they are asked for. */
final class MatVariable {
    private static final int MATRIX = 14;
    private static final int TAG = 8;
    private static final int MOST_DIMENSIONS = 32;
    private static final int COMPLEX = 0x800;
    private static final int CHARACTERS = 4;
    private static final int SPARSE = 5;
    private static final int FIRST_NUMERIC = 6;
    private static final int LAST_NUMERIC = 15;
    private static final int LONGEST_NAME = 4096;
    /** Numbers read at a time. */
    private static final int AT_ONCE = 8192;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final MatStream in;
    private final int kind;
    private final boolean complex;
    private int[] shape = new int[0];
    private String name = "";

    /** Reads what comes before the numbers. */
    MatVariable(MatStream in) {
        this.in = in;
        int flags = in.take(part(6, 2 * Integer.BYTES, 2 * Integer.BYTES)).getInt(0);
        kind = flags & 0xff;
        complex = (flags & COMPLEX) != 0;
        if (kind > LAST_NUMERIC) {
            return;
        }
        int bytes = part(5, 2 * Integer.BYTES, MOST_DIMENSIONS * Integer.BYTES);
        shape = new int[bytes / Integer.BYTES];
        padded(bytes).asIntBuffer().get(shape);
        Tag tag = tag();
        if (tag.type() != 1 && tag.type() != 16 || tag.length() > LONGEST_NAME) {
            throw in.wrong("the name of a variable is wanted here, not a part of type " + tag.type() + " with "
                    + tag.length() + " bytes");
        }
        name = StandardCharsets.UTF_8.decode(rest(tag)).toString();
    }

    /** For a stream that begins with the tag of the matrix. */
    static MatVariable compressed(MatStream in) {
        ByteBuffer tag = in.take(TAG);
        if (tag.getInt(0) != MATRIX) {
            throw in.wrong("a matrix is wanted here, not an element of type " + tag.getInt(0));
        }
        return new MatVariable(in);
    }

    /** What the variable is called; empty for objects, which have no name here. */
    String name() {
        return name;
    }

    /**
     * The type and the length of a part.
     *
     * @param small whether its content stands in the tag, {@code content}
     */
    private record Tag(int type, long length, boolean small, int content) {}

    private Tag tag() {
        ByteBuffer first = in.take(TAG);
        int word = first.getInt(0);
        return word >>> Short.SIZE == 0
                ? new Tag(word, Integer.toUnsignedLong(first.getInt(Integer.BYTES)), false, 0)
                : new Tag(word & 0xffff, word >>> Short.SIZE, true, first.getInt(Integer.BYTES));
    }

    /** The content of a part, and nothing of what fills it up to a multiple of eight. */
    private ByteBuffer rest(Tag tag) {
        if (tag.small()) {
            if (tag.length() > Integer.BYTES) {
                throw in.wrong("a part of " + tag.length() + " bytes cannot stand in its tag");
            }
            ByteBuffer four = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return four.putInt(0, tag.content()).limit((int) tag.length());
        }
        return padded((int) tag.length());
    }

    private ByteBuffer padded(int length) {
        return in.take(Math.ceilDiv(length, TAG) * TAG).limit(length);
    }

    /** Length of a part that must be of this type, in whole numbers of 32 bits. */
    private int part(int type, int least, int most) {
        Tag tag = tag();
        if (tag.type() != type || tag.small() || tag.length() < least || tag.length() > most || tag.length() % 4 != 0) {
            throw in.wrong("a part of type " + type + " with " + least
                    + (most > least ? " to " + most : "") + " bytes should end here, not one of type " + tag.type()
                    + " with " + tag.length());
        }
        return (int) tag.length();
    }

    /** The numbers of a table. */
    MatNumbers numbers() {
        if (kind < FIRST_NUMERIC || complex || shape.length != 2) {
            throw in.wrong("'" + name + "' " + whatItIs() + "; a full table of real numbers is needed");
        }
        int rows = shape[0];
        int columns = shape[1];
        if (rows < 1 || columns < 1 || (long) rows * columns > LARGEST_ARRAY) {
            throw in.wrong("'" + name + "' has the size " + Arrays.toString(shape)
                    + "; each must be at least 1, and both" + " together at most " + LARGEST_ARRAY);
        }
        Tag tag = tag();
        MatType type = MatType.of(tag.type())
                .orElseThrow(() -> in.wrong("the numbers of '" + name + "' have the unknown type " + tag.type()));
        if ((long) rows * columns * type.bytes() != tag.length()) {
            throw in.wrong("'" + name + "' of size " + Arrays.toString(shape) + " needs "
                    + (long) rows * columns * type.bytes() + " bytes of this type, but has " + tag.length());
        }
        return new MatNumbers(rows, columns, read(tag, type));
    }

    private String whatItIs() {
        return switch (kind) {
            case 1 -> "is a cell array";
            case 2 -> "is a structure";
            case CHARACTERS -> "is text";
            case SPARSE -> "is a sparse matrix (write it with full)";
            default ->
                kind < FIRST_NUMERIC
                        ? "is an object"
                        : complex ? "has complex numbers" : "has " + shape.length + " dimensions";
        };
    }

    private float[] read(Tag tag, MatType type) {
        if (tag.small()) {
            float[] values = new float[shape[0] * shape[1]];
            write(rest(tag), type, 0, values);
            return values;
        }
        if (tag.length() > in.mostBytes()) {
            throw in.wrong("the numbers of '" + name + "' should have " + tag.length() + " bytes, but at most "
                    + Math.max(0, in.mostBytes()) + " can follow");
        }
        float[] values = space(shape[0] * shape[1]);
        for (int first = 0; first < values.length; first += AT_ONCE) {
            int count = Math.min(AT_ONCE, values.length - first);
            write(in.take(count * type.bytes()), type, first, values);
        }
        return values;
    }

    private float[] space(int values) {
        try {
            return new float[values];
        } catch (OutOfMemoryError e) {
            EspalierException none = in.wrong("'" + name + "' needs " + 4L * values
                    + " bytes, for which the Java heap has no room; give Java more with -Xmx");
            none.initCause(e);
            throw none;
        }
    }

    /** Columns stand in the file one after the other, rows in the result. */
    private void write(ByteBuffer numbers, MatType type, int first, float[] values) {
        int count = numbers.limit() / type.bytes();
        for (int i = 0; i < count; i++) {
            float value = (float) type.number(numbers, i * type.bytes());
            int row = (first + i) % shape[0];
            int column = (first + i) / shape[0];
            if (!Float.isFinite(value)) {
                throw in.wrong("'" + name + "' has " + value + " in row " + (row + 1) + ", column " + (column + 1)
                        + "; a finite number is needed");
            }
            values[row * shape[1] + column] = value;
        }
    }
}
