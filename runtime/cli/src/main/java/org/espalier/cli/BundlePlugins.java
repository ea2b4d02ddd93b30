package org.espalier.cli;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.catalog.PluginCatalog;

/** The plugins of the distribution. */
record BundlePlugins(Path bundles) implements PluginSource {
    @Override
    public OpenPlugins open(Path added) {
        try (Stream<Path> files = Files.list(bundles)) {
            URL[] jars = files.map(BundlePlugins::url).toArray(URL[]::new);
            return new Jars(new URLClassLoader(jars));
        } catch (IOException e) {
            throw new EspalierException(
                    "The folder of plugins " + bundles + " cannot be read: " + FileFault.reason(e) + ".", e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (IOException e) {
            throw new EspalierException("The plugin " + jar + " cannot be named.", e);
        }
    }

    private record Jars(URLClassLoader loader) implements OpenPlugins {
        @Override
        public PluginCatalog catalog() {
            return new ClassPathCatalog(loader);
        }

        @Override
        public List<String> faults() {
            return List.of();
        }

        @Override
        public void close() {
            try {
                loader.close();
            } catch (IOException e) {
                throw new EspalierException("The plugins cannot be closed: " + e.getMessage(), e);
            }
        }
    }
}
