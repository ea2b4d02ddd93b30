package org.espalier.plugins.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;

/**
 * Inputs and labels of a MATLAB file.
 *
 * @param inputs a row for each example
 * @param labels {@code [examples]}
 * @param distinct the different labels, ascending
 */
record MatTable(MatNumbers inputs, float[] labels, float[] distinct) {
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
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int different = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[different++] = sorted[i];
            }
        }
        return new MatTable(table, values, Arrays.copyOf(sorted, different));
    }

    /** The labels as classes are called by their numbers. */
    List<String> classNames() {
        return IntStream.range(0, distinct.length)
                .mapToObj(i -> distinct[i] == Math.rint(distinct[i]) && Math.abs(distinct[i]) < 1e9f
                        ? Integer.toString((int) distinct[i])
                        : Float.toString(distinct[i]))
                .toList();
    }

    /** The rows, with classes or numbers to learn. */
    TableExamples examples(boolean classes) {
        TableExamples.Target target = classes
                ? new TableExamples.Classes(
                        distinct.length,
                        IntStream.range(0, labels.length)
                                .map(i -> Arrays.binarySearch(distinct, labels[i]))
                                .toArray())
                : new TableExamples.Numbers(labels);
        return new TableExamples(inputs.columns(), inputs.values(), target);
    }
}
