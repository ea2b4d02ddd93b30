package org.espalier.core.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.files.FileDigest;
import org.espalier.core.files.FileFault;

/**
 * A bundle, by what is in it.
 *
 * @param name its symbolic name
 * @param version its version
 * @param sha256 digest of its jar, or over the files of a folder of classes; empty when it came from no file
 */
public record BundleIdentity(String name, String version, String sha256) implements Comparable<BundleIdentity> {
    private static final Comparator<BundleIdentity> ORDER = Comparator.comparing(BundleIdentity::name)
            .thenComparing(BundleIdentity::version)
            .thenComparing(BundleIdentity::sha256);

    /**
     * Reads the whole file.
     *
     * @throws EspalierException when it cannot be read
     */
    static BundleIdentity of(String name, String version, Optional<Path> file) {
        return new BundleIdentity(name, version, file.map(f -> digest(name, f)).orElse(""));
    }

    private static String digest(String name, Path file) {
        try {
            return Files.isDirectory(file) ? FileDigest.ofFolder(file) : FileDigest.sha256(file);
        } catch (IOException e) {
            throw new EspalierException(
                    "The digest of the bundle " + name + " cannot be taken from " + file + " (" + FileFault.reason(e)
                            + "). Put the bundle back, or start again without it.",
                    e);
        }
    }

    @Override
    public int compareTo(BundleIdentity other) {
        return ORDER.compare(this, other);
    }
}
