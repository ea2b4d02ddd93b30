package org.espalier.core.storage;

import java.util.Arrays;
import org.espalier.api.MatrixShape;

/**
 * Which positions of a weight hold a link, compressed by rows. Links are numbered in row order and, within a row, in
 * column order. Immutable.
 */
public final class Topology {
    private final MatrixShape shape;
    private final int[] rowStarts;
    private final int[] columns;

    private Topology(MatrixShape shape, int[] rowStarts, int[] columns) {
        this.shape = shape;
        this.rowStarts = rowStarts;
        this.columns = columns;
    }

    /**
     * From positions (row times columns plus column).
     *
     * @param positions distinct and ascending
     * @throws IllegalArgumentException when they are not, or lie outside the shape
     */
    public static Topology of(MatrixShape shape, long[] positions) {
        int[] rowStarts = new int[shape.rows() + 1];
        int[] columns = new int[positions.length];
        long last = -1;
        for (int k = 0; k < positions.length; k++) {
            long position = positions[k];
            if (position <= last || position >= shape.positions()) {
                throw new IllegalArgumentException("links of " + shape.name()
                        + " must be distinct, ascending and below " + shape.positions() + "; link " + k + " is at "
                        + position + " after " + last);
            }
            rowStarts[(int) (position / shape.columns()) + 1]++;
            columns[k] = (int) (position % shape.columns());
            last = position;
        }
        for (int r = 0; r < shape.rows(); r++) {
            rowStarts[r + 1] += rowStarts[r];
        }
        return new Topology(shape, rowStarts, columns);
    }

    /**
     * From the compressed form.
     *
     * @param rowStarts {@code [rows + 1]}
     * @param columns {@code [count]}
     * @throws IllegalArgumentException when they do not describe distinct links within the shape
     */
    public static Topology of(MatrixShape shape, int[] rowStarts, int[] columns) {
        if (rowStarts.length != shape.rows() + 1 || rowStarts[0] != 0 || rowStarts[shape.rows()] != columns.length) {
            throw new IllegalArgumentException("the row starts of " + shape.name() + " do not fit its " + shape.rows()
                    + " rows and " + columns.length + " links");
        }
        for (int r = 0; r < shape.rows(); r++) {
            if (rowStarts[r + 1] < rowStarts[r] || rowStarts[r + 1] > columns.length) {
                throw new IllegalArgumentException("row " + r + " of " + shape.name() + " has no range of links");
            }
            for (int k = rowStarts[r]; k < rowStarts[r + 1]; k++) {
                if (columns[k] >= shape.columns() || columns[k] <= (k == rowStarts[r] ? -1 : columns[k - 1])) {
                    throw new IllegalArgumentException(
                            "link " + k + " of " + shape.name() + " is in column " + columns[k] + ", out of order");
                }
            }
        }
        return new Topology(shape, rowStarts.clone(), columns.clone());
    }

    public MatrixShape shape() {
        return shape;
    }

    /** How many links there are. */
    public int count() {
        return columns.length;
    }

    /** The number of the first link of a row; {@code rowStart(rows)} is {@link #count}. */
    public int rowStart(int row) {
        return rowStarts[row];
    }

    public int column(int link) {
        return columns[link];
    }

    /** The row of a link, by binary search. */
    public int row(int link) {
        int low = 0;
        int high = shape.rows() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (rowStarts[middle] <= link) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Row times columns plus column of every link, ascending. */
    public long[] positions() {
        long[] positions = new long[columns.length];
        for (int r = 0; r < shape.rows(); r++) {
            for (int k = rowStarts[r]; k < rowStarts[r + 1]; k++) {
                positions[k] = (long) r * shape.columns() + columns[k];
            }
        }
        return positions;
    }

    /**
     * Where each link stands when links are ordered by column and, within a column, by row.
     *
     * @return {@code [count]}
     */
    public int[] transposedOrder() {
        int[] next = columnStarts();
        int[] order = new int[columns.length];
        for (int k = 0; k < columns.length; k++) {
            order[k] = next[columns[k]]++;
        }
        return order;
    }

    /** The number of the first link of each column in transposed order, {@code [columns + 1]}. */
    public int[] columnStarts() {
        int[] starts = new int[shape.columns() + 1];
        for (int column : columns) {
            starts[column + 1]++;
        }
        for (int c = 0; c < shape.columns(); c++) {
            starts[c + 1] += starts[c];
        }
        return starts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Topology t
                && shape.equals(t.shape)
                && Arrays.equals(rowStarts, t.rowStarts)
                && Arrays.equals(columns, t.columns);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rowStarts) + Arrays.hashCode(columns);
    }
}
