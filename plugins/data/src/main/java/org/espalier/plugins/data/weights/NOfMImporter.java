package org.espalier.plugins.data.weights;

import jakarta.inject.Inject;
import java.nio.file.Path;
import org.espalier.api.Plugin;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.Importer;

/** Reads what the exporter {@code n-m} writes; the importer {@code csr} reads it as well. */
@Plugin(
        name = "n-m",
        doc =
                "What the exporter n-m writes: weights with n links in every group of m inputs stay sparse; a link of 0 is none.")
public final class NOfMImporter implements Importer {
    /** {@link NOfMImporter} has no options. */
    public record Options() {}

    @Inject
    public NOfMImporter(Options options) {}

    @Override
    public ImportedModel read(Path file) {
        return new CsrFile(file).model();
    }
}
