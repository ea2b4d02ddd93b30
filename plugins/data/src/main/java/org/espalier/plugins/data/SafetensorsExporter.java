package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.Plugin;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.TensorFiles;

/**
 * Writes a model as a safetensors file: dense tensors under their names, sparse ones as values, columns and row starts,
 * and what made the model in the metadata.
 */
@Plugin(
        name = "safetensors",
        doc = "A safetensors file; sparse tensors stay sparse, as values, columns and row starts.")
public final class SafetensorsExporter implements Exporter {
    private final TensorFiles files;

    /** {@link SafetensorsExporter} has no options. */
    public record Options() {}

    @Inject
    public SafetensorsExporter(Options options, TensorFiles files) {
        this.files = files;
    }

    @Override
    public void export(ModelView model, Path file) throws IOException {
        files.write(file, model.parameters(), model.provenance());
    }
}
