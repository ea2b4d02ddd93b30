package org.espalier.api.border;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Writes and reads the engine's own file format. Offered to the constructors of exporters and importers. */
@ProviderType
public interface TensorFiles {
    /**
     * Writes a safetensors file. A dense tensor is stored under its name; a sparse one as {@code NAME.values} (F32),
     * {@code NAME.columns} (I32) and {@code NAME.row_starts} (I32), its shape in the metadata entry
     * {@code NAME.shape}. The file appears whole or not at all.
     *
     * @param metadata free text entries
     */
    void write(Path file, List<TensorView> tensors, Map<String, String> metadata) throws IOException;

    /**
     * Opens a safetensors file of anybody: the header is compared with the length of the file, values are read when they are
     * asked for. Of the engine's own files sparse tensors come back sparse, and pictures have their channels last; in others
     * channels come first.
     *
     * @throws org.espalier.api.EspalierException when it is cut off or damaged; the message names the byte
     */
    ImportedModel open(Path file) throws IOException;
}
