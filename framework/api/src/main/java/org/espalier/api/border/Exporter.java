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
     * Looks at a network before it is trained, so that nobody trains what cannot be written. By default there is no such.
     *
     * @throws org.espalier.api.EspalierException when it cannot be written; the message names what of it
     */
    default void check(NetworkView network) {}

    /**
     * Writes the model. The file must appear whole or not at all.
     *
     * @param model what to write
     * @param file where to
     */
    void export(ModelView model, Path file) throws IOException;
}
