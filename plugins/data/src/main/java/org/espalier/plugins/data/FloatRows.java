package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.Arrays;
import org.espalier.api.EspalierException;

/** Rows of a table as they are read. */
final class FloatRows {
    private static final int FIRST_ROWS = 256;

    private final Path path;
    private final int width;
    private float[] values = new float[0];
    private int rows;

    /**
     * @param path for messages
     * @param width numbers of a row
     */
    FloatRows(Path path, int width) {
        this.path = path;
        this.width = width;
    }

    int width() {
        return width;
    }

    int count() {
        return rows;
    }

    /** Begins a row of zeros. */
    void begin() {
        long needed = (rows + 1L) * width;
        if (needed > values.length) {
            values = grown(needed);
        }
        rows++;
    }

    private float[] grown(long needed) {
        long length = Math.min(InputFile.LONGEST, Math.max((long) FIRST_ROWS * width, needed + needed / 2));
        try {
            if (needed <= length) {
                return Arrays.copyOf(values, (int) length);
            }
        } catch (OutOfMemoryError e) {
            throw new EspalierException(
                    path + " has more than " + rows + " rows of " + width + " numbers, for which the Java heap has no"
                            + " room. Give Java more with -Xmx.",
                    e);
        }
        throw new EspalierException(path + " has more than " + rows + " rows of " + width + " numbers; at most "
                + InputFile.LONGEST + " numbers can be held.");
    }

    /** Writes a number of the newest row. */
    void set(int column, float value) {
        values[(rows - 1) * width + column] = value;
    }

    /** All of them, {@code [rows][width]}. */
    float[] values() {
        return Arrays.copyOf(values, rows * width);
    }
}
