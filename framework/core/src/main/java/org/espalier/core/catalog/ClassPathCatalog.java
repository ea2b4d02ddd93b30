package org.espalier.core.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;

/** The plugins a class loader can see: every {@value DescriptorReader#DESCRIPTOR} on its class path. */
public final class ClassPathCatalog implements PluginCatalog {
    private final ClassLoader loader;
    private final List<PluginDescriptor> plugins;

    /**
     * Reads all descriptors; no plugin class is loaded.
     *
     * @throws EspalierException when a descriptor is malformed or two plugins have one kind and name
     */
    public ClassPathCatalog(ClassLoader loader) {
        this.loader = loader;
        this.plugins = readAll(loader);
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

    private static List<PluginDescriptor> readAll(ClassLoader loader) {
        Map<String, PluginDescriptor> byName = new LinkedHashMap<>();
        try {
            for (URL url : Collections.list(loader.getResources(DescriptorReader.DESCRIPTOR))) {
                for (PluginDescriptor plugin : read(url)) {
                    PluginDescriptor other = byName.putIfAbsent(plugin.kind() + " '" + plugin.name() + "'", plugin);
                    if (other != null && !other.className().equals(plugin.className())) {
                        throw new EspalierException("Two plugins on the class path are called " + plugin.kind() + " '"
                                + plugin.name() + "': " + other.className() + " in " + other.bundle() + " and "
                                + plugin.className() + " in " + plugin.bundle() + ". Remove one of the two.");
                    }
                }
            }
        } catch (IOException e) {
            throw new EspalierException("Cannot read the plugins on the class path: " + e.getMessage(), e);
        }
        List<PluginDescriptor> sorted = new ArrayList<>(byName.values());
        sorted.sort(PluginDescriptor.ORDER);
        return List.copyOf(sorted);
    }

    private static List<PluginDescriptor> read(URL url) throws IOException {
        PathOrigin origin = PathOrigin.of(url);
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (InputStream in = connection.getInputStream()) {
            return new DescriptorReader(origin.path(), origin.bundle(), origin.version()).read(in);
        }
    }
}
