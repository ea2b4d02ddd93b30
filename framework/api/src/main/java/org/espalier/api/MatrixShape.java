package org.espalier.api;

/**
 * The shape of a weight seen as a matrix of links.
 *
 * @param name the parameter's name, for example {@code fc1.weight}
 * @param rows output features
 * @param columns input features (for a convolution: input channels times taps)
 */
public record MatrixShape(String name, int rows, int columns) {
    public MatrixShape {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    name + " must have at least one row and one column, was " + rows + " x " + columns);
        }
    }

    /** All positions a link can have: rows times columns. */
    public long positions() {
        return (long) rows * columns;
    }
}
