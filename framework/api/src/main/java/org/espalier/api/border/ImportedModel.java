package org.espalier.api.border;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trained values as a file has them.
 *
 * @param tensors with names of their own, in the order of the file
 * @param pictures what the columns of a product count first that reads a picture as flat features
 * @param notes what else the file says, as plain text
 */
public record ImportedModel(List<ImportedTensor> tensors, PictureOrder pictures, Map<String, String> notes) {
    public ImportedModel {
        tensors = List.copyOf(tensors);
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }

    /** In which order a picture becomes flat features. */
    public enum PictureOrder {
        /** {@code [channels, height, width]}, as in PyTorch. */
        CHANNELS_FIRST,
        /** {@code [height, width, channels]}, as in Espalier. */
        CHANNELS_LAST
    }
}
