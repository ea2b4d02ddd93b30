package org.espalier.api.border;

import java.util.Arrays;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** A parameter of a trained model, readable while it is being exported. */
@ProviderType
public sealed interface TensorView {
    /** The parameter's name, for example {@code fc1.weight}. */
    String name();

    /** Its shape, for example {@code [rows, columns]}. */
    int[] shape();

    /**
     * A parameter with every value stored.
     *
     * @param values in row order
     */
    record Dense(String name, int[] shape, float[] values) implements TensorView {}

    /**
     * A matrix of which only links are stored, compressed by rows.
     *
     * @param rowStarts {@code [rows + 1]}: the links of row r are rowStarts[r] … rowStarts[r + 1] - 1
     * @param columns {@code [links]}, ascending within a row
     * @param values {@code [links]}
     */
    record Sparse(String name, int[] shape, int[] rowStarts, int[] columns, float[] values) implements TensorView {
        /** What is wrong with the links, for example of a file that is damaged; empty when they are links of the shape. */
        public Optional<String> fault() {
            if (shape.length != 2 || rowStarts.length != shape[0] + 1) {
                return Optional.of("shape " + Arrays.toString(shape) + " does not fit " + rowStarts.length
                        + " row starts (rows + 1 are needed)");
            }
            if (columns.length != values.length) {
                return Optional.of(columns.length + " columns for " + values.length + " values");
            }
            if (rowStarts[0] != 0 || rowStarts[rowStarts.length - 1] != values.length) {
                return Optional.of("row starts run from " + rowStarts[0] + " to " + rowStarts[rowStarts.length - 1]
                        + " but must run from 0 to " + values.length);
            }
            for (int row = 0; row < shape[0]; row++) {
                if (rowStarts[row + 1] < rowStarts[row] || rowStarts[row + 1] > values.length) {
                    return Optional.of(
                            "the links of row " + row + " run from " + rowStarts[row] + " to " + rowStarts[row + 1]);
                }
                Optional<String> fault = faultOfRow(row);
                if (fault.isPresent()) {
                    return fault;
                }
            }
            return Optional.empty();
        }

        private Optional<String> faultOfRow(int row) {
            int before = -1;
            for (int link = rowStarts[row]; link < rowStarts[row + 1]; link++) {
                int column = columns[link];
                if (column <= before || column >= shape[1]) {
                    return Optional.of("link " + link + " in row " + row + " has column " + column
                            + "; columns must ascend and lie in [0, " + shape[1] + ")");
                }
                before = column;
            }
            return Optional.empty();
        }
    }
}
