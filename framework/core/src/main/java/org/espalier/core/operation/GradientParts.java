package org.espalier.core.operation;

import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;

/** The gradient of a dense weight, divided into at most {@link Binding#CHUNKS} parts of rows and columns. */
final class GradientParts {
    /** Parts are whole vectors wide. */
    private static final int COLUMNS = 32;
    /** Fewer rows than these do not pay for another copy of the input. */
    private static final int ROWS = 32;

    private final int[] rowBounds;
    private final int[] columnBounds;

    GradientParts(int rows, int columns) {
        columnBounds = Chunks.even(columns, COLUMNS);
        int parts = Math.max(1, Math.min(Binding.CHUNKS / (columnBounds.length - 1), rows / ROWS));
        rowBounds = new int[parts + 1];
        for (int part = 1; part <= parts; part++) {
            rowBounds[part] = (int) ((long) rows * part / parts);
        }
    }

    int count() {
        return (columnBounds.length - 1) * (rowBounds.length - 1);
    }

    int rowFrom(int part) {
        return rowBounds[part / (columnBounds.length - 1)];
    }

    int rowTo(int part) {
        return rowBounds[part / (columnBounds.length - 1) + 1];
    }

    int columnFrom(int part) {
        return columnBounds[part % (columnBounds.length - 1)];
    }

    int columnTo(int part) {
        return columnBounds[part % (columnBounds.length - 1) + 1];
    }
}
