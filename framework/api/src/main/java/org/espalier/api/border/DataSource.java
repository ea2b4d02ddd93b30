package org.espalier.api.border;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
     * Reads further examples of the kind {@link #open} delivers, of which nobody knows yet what a model should give: their
     * labels are 0 and their targets zeros.
     *
     * @param file where they are
     * @return empty when the source reads no such files
     * @throws org.espalier.api.EspalierException when it is missing or damaged, or holds other examples; the message names
     *     file and position
     */
    default Optional<Examples> questions(Path file) {
        return Optional.empty();
    }

    /**
     * The public files {@link #open} asks {@link DataFiles} for; none for data of one's own. Reads nothing.
     */
    default List<PublicFile> publicFiles() {
        return List.of();
    }
}
