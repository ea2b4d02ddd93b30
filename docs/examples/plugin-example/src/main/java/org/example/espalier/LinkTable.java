package org.example.espalier;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.Plugin;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.TensorView;

/** Writes the links of sparse weights as lines of text, {@code name row column value}: an exporter. */
@Plugin(name = "link-table", doc = "The links of sparse weights as lines of text: name, row, column, value.")
public final class LinkTable implements Exporter {
    @Inject
    public LinkTable() {}

    @Override
    public void export(ModelView model, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (TensorView tensor : model.parameters()) {
            if (tensor instanceof TensorView.Sparse sparse) {
                for (int row = 0; row + 1 < sparse.rowStarts().length; row++) {
                    for (int k = sparse.rowStarts()[row]; k < sparse.rowStarts()[row + 1]; k++) {
                        lines.add(sparse.name() + " " + row + " " + sparse.columns()[k] + " " + sparse.values()[k]);
                    }
                }
            }
        }
        // Beside first, then in its place: a file is there whole or not at all.
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.write(part, lines);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
