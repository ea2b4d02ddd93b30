package org.espalier.plugins.nd4j;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.border.TensorView;

/**
 * The four arrays that {@link NpzExporter} makes of a sparse tensor.
 *
 * @param file they stand in
 * @param owner the tensor
 * @param reader of the file
 */
record SparseArrays(Path file, String owner, NpzReader reader) {
    static final String VALUES = ".values";
    static final String COLUMNS = ".columns";
    static final String ROW_STARTS = ".row_starts";
    static final String SHAPE = ".shape";

    private static final List<String> PARTS = List.of(VALUES, COLUMNS, ROW_STARTS, SHAPE);

    /**
     * The sparse tensor that an array is a part of; empty: of none.
     *
     * @param all names of arrays
     */
    static String ownerOf(String array, Set<String> all) {
        return PARTS.stream()
                .filter(array::endsWith)
                .map(part -> array.substring(0, array.length() - part.length()))
                .filter(owner -> PARTS.stream().allMatch(part -> all.contains(owner + part)))
                .findFirst()
                .orElse("");
    }

    /** Rows and columns. */
    List<Integer> shape() {
        int[] shape = reader.wholes(owner + SHAPE);
        if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
            throw new EspalierException(
                    file + ": " + owner + SHAPE + " is " + Arrays.toString(shape) + "; it must be rows and columns.");
        }
        return List.of(shape[0], shape[1]);
    }

    /** Its links. */
    TensorView read() {
        TensorView.Sparse links = new TensorView.Sparse(
                owner,
                shape().stream().mapToInt(Integer::intValue).toArray(),
                reader.wholes(owner + ROW_STARTS),
                reader.wholes(owner + COLUMNS),
                reader.read(owner + VALUES).values());
        links.fault().ifPresent(fault -> {
            throw new EspalierException(file + ": the sparse tensor " + owner + " is damaged: " + fault + ".");
        });
        return links;
    }
}
