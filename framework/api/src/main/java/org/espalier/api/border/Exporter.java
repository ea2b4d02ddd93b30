package org.espalier.api.border;

import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Writes a trained model to a file. */
@ConsumerType
@PluginKind("export")
public interface Exporter {
    /**
     * Writes the model. The file must appear whole or not at all.
     *
     * @param model what to write
     * @param file where to
     */
    void export(ModelView model, Path file) throws IOException;
}
