package org.espalier.plugins.data.weights;

import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.border.TensorView;

/**
 * A matrix as the exporter {@code n-m} writes it: values and their positions in groups of inputs.
 *
 * @param where what to call it in messages
 * @param rows of the matrix
 * @param columns of the matrix
 * @param n values of a group
 * @param m inputs of a group
 * @param taps columns of an input, which stand together
 */
record GroupedFile(String where, int rows, int columns, int n, int m, int taps) {
    private static final int MOST_INPUTS = 256;

    /** @param groups n, m and taps */
    static GroupedFile of(String where, int rows, int columns, int[] groups) {
        boolean whole = groups.length == 3
                && groups[0] >= 1
                && groups[1] >= Math.max(2, groups[0])
                && groups[1] <= MOST_INPUTS
                && groups[2] >= 1
                && columns % groups[2] == 0;
        if (!whole) {
            throw new EspalierException(where + " has the groups " + Arrays.toString(groups) + " of " + columns
                    + " columns; n is from 1 to m, m from 2 to " + MOST_INPUTS
                    + ", and the taps divide the columns.");
        }
        GroupedFile file = new GroupedFile(where, rows, columns, groups[0], groups[1], groups[2]);
        if ((double) rows * (columns + (double) groups[1] * groups[2]) > Integer.MAX_VALUE) {
            throw new EspalierException(where + " has " + rows + " rows of " + columns + " columns; at most "
                    + Integer.MAX_VALUE + " places are read.");
        }
        return file;
    }

    private int groupsOfTap() {
        return Math.ceilDiv(columns / taps, m);
    }

    /** How many values and positions there are. */
    long slots() {
        return (long) rows * groupsOfTap() * taps * n;
    }

    private int bits() {
        return 32 - Integer.numberOfLeadingZeros(m - 1);
    }

    /** How many bytes positions take. */
    long bytes() {
        return Math.ceilDiv(slots() * bits(), (long) Byte.SIZE);
    }

    /** The links; what is 0 has none. */
    TensorView.Sparse links(String name, byte[] positions, float[] values) {
        if (values.length != slots() || positions.length != bytes()) {
            throw new EspalierException(where + " has " + values.length + " values and " + positions.length
                    + " bytes of positions; they would be " + slots() + " and " + bytes() + ".");
        }
        int[] starts = new int[rows + 1];
        int[] found = new int[values.length];
        float[] kept = new float[values.length];
        float[] row = new float[columns];
        int links = 0;
        for (int r = 0; r < rows; r++) {
            fill(row, r, positions, values);
            for (int column = 0; column < columns; column++) {
                if (row[column] != 0) {
                    found[links] = column;
                    kept[links++] = row[column];
                }
            }
            starts[r + 1] = links;
        }
        return new TensorView.Sparse(
                name, new int[] {rows, columns}, starts, Arrays.copyOf(found, links), Arrays.copyOf(kept, links));
    }

    /** Puts a row's values where they belong. */
    private void fill(float[] row, int number, byte[] positions, float[] values) {
        Arrays.fill(row, 0f);
        int slots = values.length / rows;
        for (int slot = number * slots; slot < (number + 1) * slots; slot++) {
            if (values[slot] != 0) {
                row[column(slot % slots / n, position(positions, slot))] = values[slot];
            }
        }
    }

    private int position(byte[] positions, int slot) {
        int position = 0;
        for (int b = 0; b < bits(); b++) {
            long bit = (long) slot * bits() + b;
            position |= (positions[(int) (bit / Byte.SIZE)] >> bit % Byte.SIZE & 1) << b;
        }
        return position;
    }

    private int column(int group, int position) {
        int input = group % groupsOfTap() * m + position;
        if (position >= m || input >= columns / taps) {
            throw new EspalierException(where + " is damaged: a value stands at position " + position + " of the group "
                    + group + " of its row, and there is no such input.");
        }
        return input * taps + group / groupsOfTap();
    }
}
