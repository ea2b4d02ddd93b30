package org.espalier.core.files;

import java.nio.file.Path;
import java.util.Optional;
import org.espalier.api.border.PublicFile;

/**
 * Where public data sets may lie: {@code FOLDER/DATASET/NAME}.
 *
 * @param given the folder the user named, if any; read only
 * @param cache the user's cache; downloads go there
 */
public record DataFolders(Optional<Path> given, Path cache) {
    /** Where a file would lie in the folder the user named. */
    public Optional<Path> inGiven(PublicFile file) {
        return given.map(folder -> place(folder, file));
    }

    /** Where a file would lie in the cache. */
    public Path inCache(PublicFile file) {
        return place(cache, file);
    }

    private static Path place(Path folder, PublicFile file) {
        return folder.resolve(file.dataset()).resolve(file.name());
    }
}
