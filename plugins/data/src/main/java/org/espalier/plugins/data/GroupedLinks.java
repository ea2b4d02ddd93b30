package org.espalier.plugins.data;

import java.util.Arrays;
import java.util.Optional;
import org.espalier.api.border.TensorView;

/**
 * The links of a matrix, n in every group of m inputs, each a value and its position within the group: {@code ⌈log₂ m⌉} bits
 * instead of a column (Zhou et al., "Learning N:M Fine-grained Structured Sparse Neural Networks From Scratch", ICLR 2021). The
 * groups of a row stand tap by tap, as the inputs of a convolution at one tap make groups; a group that ends with the row is
 * filled up with inputs that there are not. Links of a group stand in the order of their positions; where there are fewer than
 * n, the first free positions have links of value 0.
 *
 * @param values {@code [rows][groups of a row][n]}
 * @param positions {@code [rows][groups of a row][n]} in so many bits each, one after the other, the lowest bit first
 * @param slots how many values a row has
 */
@SuppressWarnings("ArrayRecordComponent")
record GroupedLinks(float[] values, byte[] positions, int slots) {
    /** Bits of a position. */
    static int bits(int m) {
        return 32 - Integer.numberOfLeadingZeros(m - 1);
    }

    /**
     * The links of a matrix, if no group has more than n.
     *
     * @param taps columns of an input, which stand together
     */
    static Optional<GroupedLinks> of(TensorView.Sparse matrix, int taps, int n, int m) {
        Packing packing = new Packing(matrix, taps, n, m);
        return packing.pack() ? Optional.of(packing.links()) : Optional.empty();
    }

    /** Packs row by row. */
    private static final class Packing {
        private final TensorView.Sparse matrix;
        private final int taps;
        private final int n;
        private final int m;
        private final int groupsOfTap;
        private final int groups;
        private final float[] values;
        private final byte[] positions;
        /** Of a row: whether a place of a group has a link, and its value. */
        private final boolean[] linked;

        private final float[] row;
        private long bit;

        Packing(TensorView.Sparse matrix, int taps, int n, int m) {
            this.matrix = matrix;
            this.taps = taps;
            this.n = n;
            this.m = m;
            this.groupsOfTap = Math.ceilDiv(matrix.shape()[1] / taps, m);
            this.groups = groupsOfTap * taps;
            long slots = Math.multiplyExact((long) matrix.shape()[0], Math.multiplyExact(groups, n));
            this.values = new float[Math.toIntExact(slots)];
            this.positions = new byte[Math.toIntExact(Math.ceilDiv(slots * bits(m), (long) Byte.SIZE))];
            this.linked = new boolean[groups * m];
            this.row = new float[groups * m];
        }

        boolean pack() {
            int slot = 0;
            for (int r = 0; r < matrix.shape()[0]; r++) {
                unpack(r);
                for (int group = 0; group < groups; group++) {
                    if (!fill(group * m)) {
                        return false;
                    }
                    for (int position = 0; position < m; position++) {
                        if (linked[group * m + position]) {
                            values[slot++] = row[group * m + position];
                            put(position);
                        }
                    }
                }
            }
            return true;
        }

        private void unpack(int r) {
            Arrays.fill(linked, false);
            Arrays.fill(row, 0f);
            for (int k = matrix.rowStarts()[r]; k < matrix.rowStarts()[r + 1]; k++) {
                int input = matrix.columns()[k] / taps;
                int group = matrix.columns()[k] % taps * groupsOfTap + input / m;
                linked[group * m + input % m] = true;
                row[group * m + input % m] = matrix.values()[k];
            }
        }

        /** Takes the first free places of a group for links of value 0 until there are n; false when there are more. */
        private boolean fill(int first) {
            int links = 0;
            for (int i = first; i < first + m; i++) {
                links += linked[i] ? 1 : 0;
            }
            for (int i = first; links < n; i++) {
                links += linked[i] ? 0 : 1;
                linked[i] = true;
            }
            return links == n;
        }

        private void put(int position) {
            for (int b = 0; b < bits(m); b++, bit++) {
                positions[(int) (bit / Byte.SIZE)] |= (byte) ((position >> b & 1) << bit % Byte.SIZE);
            }
        }

        GroupedLinks links() {
            return new GroupedLinks(values, positions, groups * n);
        }
    }
}
