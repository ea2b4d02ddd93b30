package org.espalier.plugins.data.weights;

import jakarta.inject.Inject;
import java.nio.file.Path;
import org.espalier.api.Plugin;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.Importer;

/** Reads what the exporter {@code csr} writes, and what Python writes in this form. */
@Plugin(
        name = "csr",
        doc = "A zip of dense NumPy arrays, NAME.npy, and sparse matrices of SciPy, NAME.npz, which stay sparse.")
public final class CsrImporter implements Importer {
    /** {@link CsrImporter} has no options. */
    public record Options() {}

    @Inject
    public CsrImporter(Options options) {}

    @Override
    public ImportedModel read(Path file) {
        return new CsrFile(file).model();
    }
}
