package org.espalier.api.border;

import java.util.List;
import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Where data comes from. */
@ConsumerType
@PluginKind("source")
public interface DataSource {
    /**
     * Reads the data. Files of public data sets are asked for through {@link DataFiles}.
     *
     * @throws org.espalier.api.EspalierException when something is missing or damaged; the message names file and
     *     position
     */
    Dataset open();

    /**
     * The public files {@link #open} asks {@link DataFiles} for; none for data of one's own. Reads nothing.
     */
    default List<PublicFile> publicFiles() {
        return List.of();
    }
}
