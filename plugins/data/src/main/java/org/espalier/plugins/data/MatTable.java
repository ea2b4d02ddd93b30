package org.espalier.plugins.data;

import org.espalier.api.EspalierException;

/**
 * Inputs and labels of a MATLAB file.
 *
 * @param inputs a row for each example
 * @param labels {@code [examples]}
 * @param classes the different labels
 */
record MatTable(MatNumbers inputs, float[] labels, Labels classes) {
    static MatTable of(MatFile file, String inputs, String labels) {
        MatNumbers table = file.table(inputs);
        MatNumbers column = file.table(labels);
        if (Math.min(column.rows(), column.columns()) != 1 || column.values().length != table.rows()) {
            throw new EspalierException(file.path() + ": '" + labels + "' has the size [" + column.rows() + ", "
                    + column.columns() + "], but '" + inputs + "' has " + table.rows()
                    + " rows; there must be one label for each.");
        }
        float[] values = column.values().clone();
        for (int i = 0; i < values.length; i++) {
            // -0 is the class 0 too
            values[i] += 0f;
        }
        return new MatTable(table, values, Labels.of(values));
    }

    /** The rows, with classes or numbers to learn. */
    TableExamples examples(boolean asClasses) {
        TableExamples.Target target = asClasses
                ? new TableExamples.Classes(classes.count(), classes.places(labels, row -> {
                    throw new IllegalStateException("the label of row " + row + " is one of the labels");
                }))
                : new TableExamples.Numbers(labels);
        return new TableExamples(inputs.columns(), inputs.values(), target);
    }
}
