package org.espalier.osgi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * The jars that a framework holds its bundles in. They are what runs, whatever became of the files the bundles were
 * installed from, and whatever they were updated with.
 *
 * @param cache the folder of Felix: {@code bundleID/versionREFRESH.UPDATE/bundle.jar}
 */
record BundleCopies(Path cache) {
    private static final Pattern REVISION = Pattern.compile("version(\\d+)\\.(\\d+)");

    /** The newest copy of a bundle; where the bundle itself lies when it is read there. */
    Optional<Path> of(Bundle bundle) {
        return newest(cache.resolve("bundle" + bundle.getBundleId()))
                .or(() -> Optional.of(OsgiCatalog.jar(bundle)).filter(Files::exists));
    }

    private static Optional<Path> newest(Path bundle) {
        if (!Files.isDirectory(bundle)) {
            return Optional.empty();
        }
        try (Stream<Path> revisions = Files.list(bundle)) {
            return revisions
                    .filter(revision -> Files.isRegularFile(revision.resolve("bundle.jar")))
                    .max(Comparator.comparingLong(BundleCopies::number))
                    .map(revision -> revision.resolve("bundle.jar"));
        } catch (IOException e) {
            throw new UncheckedIOException("the files of the running plugins cannot be read", e);
        }
    }

    private static long number(Path revision) {
        Matcher name = REVISION.matcher(revision.getFileName().toString());
        return name.matches() ? (Long.parseLong(name.group(1)) << Integer.SIZE) + Long.parseLong(name.group(2)) : -1;
    }
}
