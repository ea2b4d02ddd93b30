package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.Plugin;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;

/** Writes a model as an npz file of NumPy in which every sparse weight is an npz file as SciPy's {@code save_npz} writes it. */
@Plugin(
        name = "csr",
        doc =
                "A NumPy npz file in which every sparse weight is a file for scipy.sparse.load_npz, rows compressed; the rest"
                        + " are dense arrays.")
public final class CsrExporter implements Exporter {
    /** {@link CsrExporter} has no options. */
    public record Options() {}

    @Inject
    public CsrExporter(Options options) {}

    @Override
    public void export(ModelView model, Path file) throws IOException {
        ModelArchive.write(model, file, ModelArchive::compressedRows);
    }
}
