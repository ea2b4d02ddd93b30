package org.espalier.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.PluginDescriptor;

/**
 * The folder of the bundles a user added.
 *
 * @param folder the folder; made when the first bundle is added
 */
public record PluginFolder(Path folder) {
    /**
     * Tries a bundle in a running host and, when nothing is wrong, copies it into the folder. A bundle of the same file
     * name is replaced.
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
        copy(jar, target);
        return plugins;
    }

    private void copy(Path jar, Path target) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "adding-", ".part");
            try {
                Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new EspalierException(
                    "Cannot write " + target + ": " + e.getMessage() + ". Make the folder writable, or free some"
                            + " space there.",
                    e);
        }
    }
}
