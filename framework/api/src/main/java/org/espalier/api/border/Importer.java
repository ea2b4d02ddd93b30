package org.espalier.api.border;

import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Reads a file of trained values that something else wrote. Nothing in a file is ever run, and no more memory is taken for it
 * than the file itself has.
 */
@ConsumerType
@PluginKind("weights")
public interface Importer {
    /**
     * What a file holds: names and shapes at once, values when they are asked for.
     *
     * @throws org.espalier.api.EspalierException when it is cut off, damaged, of another format, or asks for what is refused;
     *     the message names file and place
     */
    ImportedModel read(Path file) throws IOException;
}
