package org.espalier.api.border;

import java.io.IOException;
import java.nio.file.Path;
import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Reads a file that holds a whole network, layers and trained values, which something else wrote. */
@ConsumerType
@PluginKind("import")
public interface NetworkImporter {
    /**
     * The network of a file. Nothing in it is ever run, and no more memory is taken for it than a few times what the file has.
     *
     * @throws org.espalier.api.EspalierException when it is cut off, damaged, of another format, or has what is no layer here; the
     *     message names file and place
     */
    ImportedNetwork read(Path file) throws IOException;
}
