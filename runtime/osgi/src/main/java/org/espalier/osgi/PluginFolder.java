package org.espalier.osgi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.files.FileDigest;
import org.espalier.core.files.FileFault;

/**
 * The folder of the bundles a user added.
 *
 * @param folder the folder; made when the first bundle is added
 */
public record PluginFolder(Path folder) {
    private static final String LOCK = ".lock";
    private static final String PART_BEGINS = "adding-";
    private static final String PART_ENDS = ".part";

    /**
     * Tries a bundle in a running host and, when nothing is wrong, copies the bytes that were tried into the folder. A
     * bundle of the same file name is replaced.
     *
     * @param jar the bundle
     * @param host a host that runs the distribution's bundles and those of this folder
     * @return the plugins the bundle offers
     * @throws EspalierException when something is wrong with the bundle; nothing is copied then
     */
    public List<PluginDescriptor> add(Path jar, FelixHost host) {
        Path target = folder.resolve(jar.toAbsolutePath().getFileName().toString());
        boolean replaces = host.remove(target);
        List<BundleFault> faults = host.add(jar);
        if (!faults.isEmpty()) {
            if (replaces) {
                host.add(target);
            }
            throw new EspalierException(jar + " was not added.\n"
                    + faults.stream().map(BundleFault::text).collect(Collectors.joining("\n")));
        }
        List<PluginDescriptor> plugins = host.pluginsOf(jar);
        if (plugins.isEmpty()) {
            host.remove(jar);
            throw new EspalierException(jar + " was not added: it is a bundle without plugins. Annotate a class with"
                    + " @org.espalier.api.Plugin and build it with espalier-processor.");
        }
        copy(jar, target, digest(host, jar));
        return plugins;
    }

    private static String digest(FelixHost host, Path jar) {
        return host.added().stream()
                .filter(bundle -> bundle.jar().equals(jar))
                .map(AddedBundle::sha256)
                .findFirst()
                .orElseThrow();
    }

    /** Copies what was tried. One process at a time does so; parts it finds then are left-overs of one that crashed. */
    private void copy(Path jar, Path target, String sha256) {
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                sweep();
                Path part = Files.createTempFile(folder, PART_BEGINS, PART_ENDS);
                try {
                    Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
                    if (!FileDigest.sha256(part).equals(sha256)) {
                        throw new EspalierException(
                                jar + " was not added: it was changed while it was tried. Add it again.");
                    }
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(part);
                }
            }
        } catch (OverlappingFileLockException e) {
            throw new EspalierException(
                    jar + " was not added: another bundle is just being added to " + folder + ". Add it again.", e);
        } catch (IOException e) {
            throw new EspalierException(
                    "Cannot write " + target + ": " + FileFault.reason(e) + ". Make the folder writable, or free some"
                            + " space there.",
                    e);
        }
    }

    private void sweep() throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, PART_BEGINS + "*" + PART_ENDS)) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }
}
