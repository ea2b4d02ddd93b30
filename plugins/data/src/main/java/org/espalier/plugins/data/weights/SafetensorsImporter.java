package org.espalier.plugins.data.weights;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.Plugin;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorFiles;

/** Reads safetensors files: those of others, and those that Espalier exported, with their links. */
@Plugin(name = "safetensors", doc = "A safetensors file of anybody; sparse tensors that Espalier exported stay sparse.")
public final class SafetensorsImporter implements Importer {
    private final TensorFiles files;

    /** {@link SafetensorsImporter} has no options. */
    public record Options() {}

    @Inject
    public SafetensorsImporter(Options options, TensorFiles files) {
        this.files = files;
    }

    @Override
    public ImportedModel read(Path file) throws IOException {
        return files.open(file);
    }
}
