package org.espalier.plugins.data.weights;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.Plugin;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.Importer;

/** Reads the checkpoints of llama2.c, with the rows of queries and keys in the order of rotary positions here. */
@Plugin(
        name = "llama2c",
        doc = "A checkpoint of llama2.c, version 0 or 1; tensors are called as those of Llama are by Hugging Face.")
public final class Llama2cImporter implements Importer {
    /** {@link Llama2cImporter} has no options. */
    public record Options() {}

    @Inject
    public Llama2cImporter(Options options) {}

    @Override
    public ImportedModel read(Path file) throws IOException {
        return new LlamaFile(file).model();
    }
}
