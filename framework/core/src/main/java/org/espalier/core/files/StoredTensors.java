package org.espalier.core.files;

import java.util.List;
import java.util.Map;
import org.espalier.api.border.TensorView;

/**
 * What a safetensors file holds.
 *
 * @param tensors in the order of their values in the file
 * @param metadata free text entries
 */
public record StoredTensors(List<TensorView> tensors, Map<String, String> metadata) {
    public StoredTensors {
        tensors = List.copyOf(tensors);
        metadata = Map.copyOf(metadata);
    }
}
