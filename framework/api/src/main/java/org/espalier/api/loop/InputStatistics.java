package org.espalier.api.loop;

import java.util.List;

/**
 * Sums, in double, over the positions of calibration examples of what the columns of a weight multiply. At a position that is
 * one column of numbers x for each group; in a convolution a column of the weight is an input channel at a tap.
 *
 * @param positions over how many positions, at least one
 * @param squares for each group {@code [columns]}: sums of x[i] x[i]
 * @param gram for each group {@code [columns * columns]}, row by row: sums of x[i] x[j]; none where it was not asked for
 */
public record InputStatistics(long positions, List<double[]> squares, List<double[]> gram) {
    public InputStatistics {
        squares = List.copyOf(squares);
        gram = List.copyOf(gram);
        if (positions < 1) {
            throw new IllegalArgumentException("sums are over at least one position, was " + positions);
        }
        if (!gram.isEmpty() && gram.size() != squares.size()) {
            throw new IllegalArgumentException(
                    "there are squares of " + squares.size() + " groups and products of " + gram.size());
        }
    }
}
