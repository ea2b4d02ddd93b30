package org.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.api.EspalierException;
import org.espalier.core.files.FileFault;

/** Writes files of text that a person asked for. */
record WrittenText(Surroundings surroundings) {
    /**
     * Writes a file, with the folders above it.
     *
     * @throws EspalierException when that cannot be done
     */
    void write(Path file, String text) {
        try {
            Path parent = file.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new EspalierException(
                    surroundings.show(file) + " cannot be written: " + FileFault.reason(e) + ".", e);
        }
    }
}
