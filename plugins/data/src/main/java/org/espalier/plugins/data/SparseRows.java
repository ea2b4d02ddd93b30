package org.espalier.plugins.data;

import java.util.Arrays;

/**
 * Rows of numbers of which most are zero.
 *
 * @param columns of each row
 * @param starts {@code [rows + 1]}: where each row begins in the other arrays
 * @param positions {@code [entries]}: the column of each entry, in [0, columns)
 * @param values {@code [entries]}; several entries at one position are added
 */
record SparseRows(int columns, int[] starts, int[] positions, float[] values) {
    int rows() {
        return starts.length - 1;
    }

    /**
     * Writes a row.
     *
     * @param out {@code [columns]}
     */
    void write(int row, float[] out) {
        Arrays.fill(out, 0, columns, 0f);
        for (int i = starts[row]; i < starts[row + 1]; i++) {
            out[positions[i]] += values[i];
        }
    }

    /** No rows, of as many columns. */
    SparseRows none() {
        return new SparseRows(columns, new int[1], new int[0], new float[0]);
    }

    /** Rows that have a 1 at their own number. */
    static SparseRows identity(int rows) {
        int[] starts = new int[rows + 1];
        int[] positions = new int[rows];
        float[] ones = new float[rows];
        for (int row = 0; row < rows; row++) {
            starts[row + 1] = row + 1;
            positions[row] = row;
            ones[row] = 1f;
        }
        return new SparseRows(rows, starts, positions, ones);
    }

    /** Those of a table that are not zero. */
    static SparseRows of(int columns, float[] table) {
        int rows = table.length / columns;
        int entries = 0;
        for (float value : table) {
            entries += value == 0 ? 0 : 1;
        }
        int[] starts = new int[rows + 1];
        int[] positions = new int[entries];
        float[] values = new float[entries];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                float value = table[row * columns + column];
                if (value != 0) {
                    positions[at] = column;
                    values[at++] = value;
                }
            }
            starts[row + 1] = at;
        }
        return new SparseRows(columns, starts, positions, values);
    }

    /** Each row divided by its sum; a row whose sum is 0 stays as it is. */
    SparseRows normalized() {
        float[] shares = values.clone();
        for (int row = 0; row < rows(); row++) {
            double sum = 0;
            for (int i = starts[row]; i < starts[row + 1]; i++) {
                sum += values[i];
            }
            for (int i = starts[row]; i < starts[row + 1] && sum != 0; i++) {
                shares[i] = (float) (values[i] / sum);
            }
        }
        return new SparseRows(columns, starts, positions, shares);
    }

    /**
     * Rows of others in a new order.
     *
     * @param from {@code [rows of the result]}: which row of {@code first}, then of {@code second}; -1 for a row of zeros
     */
    static SparseRows gather(SparseRows first, SparseRows second, int[] from) {
        int[] starts = new int[from.length + 1];
        for (int row = 0; row < from.length; row++) {
            starts[row + 1] = Math.addExact(starts[row], from[row] < 0 ? 0 : length(first, second, from[row]));
        }
        int[] positions = new int[starts[from.length]];
        float[] values = new float[positions.length];
        for (int row = 0; row < from.length; row++) {
            if (from[row] >= 0) {
                SparseRows part = from[row] < first.rows() ? first : second;
                int begin = part.starts[from[row] < first.rows() ? from[row] : from[row] - first.rows()];
                int length = starts[row + 1] - starts[row];
                System.arraycopy(part.positions, begin, positions, starts[row], length);
                System.arraycopy(part.values, begin, values, starts[row], length);
            }
        }
        return new SparseRows(first.columns, starts, positions, values);
    }

    private static int length(SparseRows first, SparseRows second, int row) {
        return row < first.rows()
                ? first.starts[row + 1] - first.starts[row]
                : second.starts[row - first.rows() + 1] - second.starts[row - first.rows()];
    }
}
