package org.espalier.core.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;

/** The plugins a class loader can see: every {@value DescriptorReader#DESCRIPTOR} on its class path. */
public final class ClassPathCatalog implements PluginCatalog {
    private final ClassLoader loader;
    private final Map<PluginDescriptor, PathOrigin> origins;
    private final List<PluginDescriptor> plugins;

    /**
     * Reads all descriptors; no plugin class is loaded.
     *
     * @throws EspalierException when a descriptor is malformed or two plugins have one kind and name
     */
    public ClassPathCatalog(ClassLoader loader) {
        this.loader = loader;
        this.origins = readAll(loader);
        this.plugins = origins.keySet().stream().sorted(PluginDescriptor.ORDER).toList();
    }

    @Override
    public List<PluginDescriptor> plugins() {
        return plugins;
    }

    @Override
    public Class<?> load(PluginDescriptor plugin) {
        try {
            return Class.forName(plugin.className(), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new EspalierException(BrokenClass.sentence(plugin, e), e);
        }
    }

    @Override
    public Optional<Path> file(PluginDescriptor plugin) {
        return Optional.ofNullable(origins.get(plugin)).flatMap(PathOrigin::file);
    }

    private static Map<PluginDescriptor, PathOrigin> readAll(ClassLoader loader) {
        Map<String, PluginDescriptor> byName = new LinkedHashMap<>();
        Map<PluginDescriptor, PathOrigin> origins = new LinkedHashMap<>();
        try {
            for (URL url : Collections.list(loader.getResources(DescriptorReader.DESCRIPTOR))) {
                PathOrigin origin = PathOrigin.of(url);
                for (PluginDescriptor plugin : read(url, origin)) {
                    PluginDescriptor other = byName.putIfAbsent(plugin.kind() + " '" + plugin.name() + "'", plugin);
                    if (other != null && !other.className().equals(plugin.className())) {
                        throw new EspalierException("Two plugins on the class path are called " + plugin.kind() + " '"
                                + plugin.name() + "': " + other.className() + " in " + other.bundle() + " and "
                                + plugin.className() + " in " + plugin.bundle() + ". Remove one of the two.");
                    }
                    if (other == null) {
                        origins.put(plugin, origin);
                    }
                }
            }
        } catch (IOException e) {
            throw new EspalierException("Cannot read the plugins on the class path: " + e.getMessage(), e);
        }
        return origins;
    }

    private static List<PluginDescriptor> read(URL url, PathOrigin origin) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return new DescriptorReader(origin.path(), origin.bundle(), origin.version()).read(in);
        }
    }
}
