package org.espalier.api;

import java.util.List;

/**
 * The shape of a weight seen as a matrix of links.
 *
 * @param name the parameter's name, for example {@code fc1.weight}
 * @param rows output features
 * @param columns input features (for a convolution: input channels times taps, the taps of a channel side by side)
 * @param kernel the sizes of a convolution's window, whose product is the number of taps; empty for other weights
 */
public record MatrixShape(String name, int rows, int columns, List<Integer> kernel) {
    public MatrixShape {
        kernel = List.copyOf(kernel);
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    name + " must have at least one row and one column, was " + rows + " x " + columns);
        }
        if (columns % taps(kernel) != 0) {
            throw new IllegalArgumentException(name + " has " + columns
                    + " columns, which is no multiple of its kernel's " + taps(kernel) + " taps");
        }
    }

    /** The shape of a weight that is no convolution's. */
    public MatrixShape(String name, int rows, int columns) {
        this(name, rows, columns, List.of());
    }

    /** All positions a link can have: rows times columns. */
    public long positions() {
        return (long) rows * columns;
    }

    /** Places of the window, 1 without one. */
    public int taps() {
        return taps(kernel);
    }

    /** Input features, or input channels of a convolution. */
    public int channels() {
        return columns / taps();
    }

    private static int taps(List<Integer> kernel) {
        return kernel.stream().reduce(1, Math::multiplyExact);
    }
}
