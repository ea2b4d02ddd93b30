package org.espalier.plugins.data.weights;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.Importer;

/**
 * Reads what {@code torch.save} wrote of tensors, in its old form and as a zip. The pickles in it are read by a reader that
 * knows dictionaries and tensors and refuses everything else.
 */
@Plugin(name = "pytorch", doc = "A file that torch.save wrote of a state_dict, old or new; nothing in it is run.")
public final class PyTorchImporter implements Importer {
    private static final int SEEN = 16;

    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Which dictionary of a checkpoint has the tensors; by default state_dict, model_state_dict or"
                            + " model where there is one, else all.",
                    byDefault = "")
            String entry) {}

    @Inject
    public PyTorchImporter(Options options) {
        this.options = options;
    }

    @Override
    public ImportedModel read(Path file) throws IOException {
        return new StateDict(file, open(file)).model(options.entry());
    }

    private static TorchFile open(Path file) throws IOException {
        byte[] begin = begin(file);
        if (LegacyTorchFile.begins(begin)) {
            return new LegacyTorchFile(file);
        }
        if (ZipTorchFile.begins(begin)) {
            return new ZipTorchFile(file);
        }
        throw new EspalierException(file
                + " is no file of torch.save: it begins neither like a zip nor like the older form" + " (byte 0).");
    }

    private static byte[] begin(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SEEN);
        }
    }
}
