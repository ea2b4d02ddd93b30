package org.espalier.osgi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.BrokenClass;
import org.espalier.core.catalog.PluginDescriptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A started bundle and its plugins.
 *
 * @param file what it was read from; empty when that is not known
 * @param wiring its class loader: unlike the bundle it stays the same when the bundle is updated
 */
record TrackedBundle(Bundle bundle, List<PluginDescriptor> plugins, BundleWiring wiring, Optional<Path> file) {
    /** For example {@code org.example.criteria 1.0.0}. */
    String title() {
        return plugins.getFirst().bundle() + " " + plugins.getFirst().version();
    }

    Class<?> load(PluginDescriptor plugin) {
        ClassLoader loader = wiring.getClassLoader();
        if (loader == null) {
            throw new EspalierException(BrokenClass.called(plugin) + OsgiCatalog.GONE);
        }
        try {
            return loader.loadClass(plugin.className());
        } catch (ClassNotFoundException | LinkageError | IllegalStateException e) {
            throw new EspalierException(BrokenClass.sentence(plugin, e), e);
        }
    }
}
