package org.espalier.core.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;
import org.espalier.api.border.TensorView;

/**
 * How tensors lie in arrays: a dense one as one array of its name; a sparse one as {@code NAME.values},
 * {@code NAME.columns} and {@code NAME.row_starts}, with its shape in the metadata entry {@code NAME.shape}, written
 * {@code [rows, columns]}.
 */
final class SparseLayout {
    private static final String VALUES = ".values";
    private static final String COLUMNS = ".columns";
    private static final String ROW_STARTS = ".row_starts";
    private static final String SHAPE = ".shape";

    private SparseLayout() {}

    /** The arrays of tensors, in order. */
    static List<StoredArray> arrays(List<TensorView> tensors) {
        List<StoredArray> arrays = new ArrayList<>();
        for (TensorView tensor : tensors) {
            switch (tensor) {
                case TensorView.Dense d -> arrays.add(new StoredArray.Floats(d.name(), d.shape(), d.values()));
                case TensorView.Sparse s -> {
                    s.fault().ifPresent(wrong -> {
                        throw new IllegalArgumentException(s.name() + ": " + wrong);
                    });
                    arrays.add(new StoredArray.Floats(s.name() + VALUES, lengthOf(s.values().length), s.values()));
                    arrays.add(new StoredArray.Ints(s.name() + COLUMNS, lengthOf(s.columns().length), s.columns()));
                    arrays.add(
                            new StoredArray.Ints(s.name() + ROW_STARTS, lengthOf(s.rowStarts().length), s.rowStarts()));
                }
            }
        }
        return arrays;
    }

    /** The shapes of sparse tensors, as metadata. */
    static Map<String, String> shapes(List<TensorView> tensors) {
        Map<String, String> shapes = new LinkedHashMap<>();
        for (TensorView tensor : tensors) {
            if (tensor instanceof TensorView.Sparse) {
                shapes.put(tensor.name() + SHAPE, Arrays.toString(tensor.shape()));
            }
        }
        return shapes;
    }

    /**
     * The tensors arrays were made of.
     *
     * @throws EspalierException when the parts of a sparse tensor do not fit together
     */
    static StoredTensors tensors(String file, List<StoredArray> arrays, Map<String, String> metadata) {
        Map<String, StoredArray> byName =
                arrays.stream().collect(Collectors.toMap(StoredArray::name, a -> a, (a, b) -> a, LinkedHashMap::new));
        Map<String, String> text = new LinkedHashMap<>(metadata);
        List<TensorView> tensors = new ArrayList<>();
        for (StoredArray array : arrays) {
            if (!byName.containsKey(array.name())) {
                continue;
            }
            String owner = ownerOf(array.name(), metadata);
            if (owner.isEmpty()) {
                tensors.add(dense(file, array));
            } else {
                tensors.add(sparse(file, owner, byName, text));
            }
        }
        return new StoredTensors(tensors, text);
    }

    /** The sparse tensor an array is a part of; empty: of none. */
    static String ownerOf(String name, Map<String, String> metadata) {
        for (String part : List.of(VALUES, COLUMNS, ROW_STARTS)) {
            if (name.endsWith(part)) {
                String owner = name.substring(0, name.length() - part.length());
                return metadata.containsKey(owner + SHAPE) ? owner : "";
            }
        }
        return "";
    }

    private static TensorView dense(String file, StoredArray array) {
        return switch (array) {
            case StoredArray.Floats f -> new TensorView.Dense(f.name(), f.shape(), f.values());
            case StoredArray.Ints i ->
                throw new EspalierException(file + ": " + i.name()
                        + " holds whole numbers (I32) and belongs to no sparse tensor; F32 was expected.");
            case StoredArray.Native n -> throw new IllegalStateException(n.name() + " was not read from a file");
        };
    }

    /** The names of the arrays of a sparse tensor. */
    static List<String> partsOf(String owner) {
        return List.of(owner + VALUES, owner + COLUMNS, owner + ROW_STARTS);
    }

    /** The metadata entry with the shape of a sparse tensor. */
    static String shapeOf(String owner) {
        return owner + SHAPE;
    }

    /**
     * One sparse tensor.
     *
     * @param arrays its parts
     * @throws EspalierException when they are not all there, or do not fit together
     */
    static TensorView sparse(String file, String owner, List<StoredArray> arrays, Map<String, String> metadata) {
        Map<String, StoredArray> byName = new LinkedHashMap<>();
        arrays.forEach(array -> byName.put(array.name(), array));
        return sparse(file, owner, byName, new LinkedHashMap<>(metadata));
    }

    private static TensorView sparse(
            String file, String owner, Map<String, StoredArray> arrays, Map<String, String> text) {
        int[] shape = shape(file, owner, text);
        if (!(arrays.remove(owner + VALUES) instanceof StoredArray.Floats values)
                || !(arrays.remove(owner + COLUMNS) instanceof StoredArray.Ints columns)
                || !(arrays.remove(owner + ROW_STARTS) instanceof StoredArray.Ints rowStarts)) {
            throw new EspalierException(file + ": the sparse tensor " + owner + " needs " + owner + VALUES + " (F32), "
                    + owner + COLUMNS + " (I32) and " + owner + ROW_STARTS + " (I32); at least one is missing.");
        }
        text.remove(owner + SHAPE);
        TensorView.Sparse tensor =
                new TensorView.Sparse(owner, shape, rowStarts.values(), columns.values(), values.values());
        tensor.fault().ifPresent(wrong -> {
            throw new EspalierException(file + ": the sparse tensor " + owner + " is damaged: " + wrong + ".");
        });
        return tensor;
    }

    /** The shape of a sparse tensor, {@code [rows, columns]}. */
    static int[] shape(String file, String owner, Map<String, String> metadata) {
        String text = metadata.getOrDefault(owner + SHAPE, "");
        if (!text.matches("\\[[1-9][0-9]{0,8}, ?[1-9][0-9]{0,8}\\]")) {
            throw new EspalierException(file + ": the metadata entry " + owner + SHAPE + " is \"" + text
                    + "\"; it must be like \"[rows, columns]\".");
        }
        return Arrays.stream(text.substring(1, text.length() - 1).split(", ?", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static int[] lengthOf(int length) {
        return new int[] {length};
    }
}
