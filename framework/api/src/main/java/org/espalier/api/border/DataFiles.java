package org.espalier.api.border;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Finds files of public data sets. Offered to the constructors of data sources. */
@ProviderType
public interface DataFiles {
    /**
     * A local copy whose digest has been checked: from the data folder the user named, else from the user's cache, else
     * downloaded into that cache.
     *
     * @throws org.espalier.api.EspalierException when it is nowhere and cannot be downloaded, or its digest is wrong
     */
    Path find(PublicFile file);
}
