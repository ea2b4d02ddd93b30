package org.espalier.core.operation;

import java.util.Arrays;

/**
 * The assignment of rows to columns with the largest sum of scores, each column to one row: the Hungarian method (Kuhn, 1955) by
 * shortest augmenting paths, in cubic time. Of equal assignments always the same one is found.
 */
final class Matching {
    private static final int NONE = -1;

    private final int size;
    private final double[] rowPrices;
    private final double[] columnPrices;
    private final int[] rowOf;
    private final int[] before;
    private final double[] distance;
    private final boolean[] reached;

    Matching(int size) {
        this.size = size;
        this.rowPrices = new double[size];
        this.columnPrices = new double[size];
        this.rowOf = new int[size];
        this.before = new int[size];
        this.distance = new double[size];
        this.reached = new boolean[size];
    }

    /**
     * Finds it.
     *
     * @param scores {@code [size][size]}, finite
     * @param columnOf for each row its column, to be filled
     */
    void best(double[] scores, int[] columnOf) {
        Arrays.fill(rowPrices, 0);
        Arrays.fill(columnPrices, 0);
        Arrays.fill(rowOf, NONE);
        for (int row = 0; row < size; row++) {
            augment(scores, row, columnOf);
        }
    }

    /** Finds the cheapest path from a row to a free column over rows that change theirs. */
    private void augment(double[] scores, int start, int[] columnOf) {
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        Arrays.fill(reached, false);
        Arrays.fill(before, NONE);
        int row = start;
        int last = NONE;
        int end = NONE;
        double length = 0;
        while (end == NONE) {
            int next = NONE;
            for (int column = 0; column < size; column++) {
                if (reached[column]) {
                    continue;
                }
                double through = length - scores[row * size + column] - rowPrices[row] - columnPrices[column];
                if (through < distance[column]) {
                    distance[column] = through;
                    before[column] = last;
                }
                if (next == NONE || distance[column] < distance[next]) {
                    next = column;
                }
            }
            reached[next] = true;
            length = distance[next];
            last = next;
            if (rowOf[next] == NONE) {
                end = next;
            } else {
                row = rowOf[next];
            }
        }
        price(start, length);
        turn(start, end, columnOf);
    }

    private void price(int start, double length) {
        rowPrices[start] += length;
        for (int column = 0; column < size; column++) {
            if (reached[column] && rowOf[column] != NONE) {
                rowPrices[rowOf[column]] += length - distance[column];
            }
            if (reached[column]) {
                columnPrices[column] -= length - distance[column];
            }
        }
    }

    private void turn(int start, int end, int[] columnOf) {
        int column = end;
        while (before[column] != NONE) {
            rowOf[column] = rowOf[before[column]];
            columnOf[rowOf[column]] = column;
            column = before[column];
        }
        rowOf[column] = start;
        columnOf[start] = column;
    }
}
