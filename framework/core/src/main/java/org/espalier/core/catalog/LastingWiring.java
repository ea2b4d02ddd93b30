package org.espalier.core.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The wiring of a catalog that never changes. */
record LastingWiring(PluginCatalog catalog) implements PluginWiring {
    @Override
    public List<PluginDescriptor> plugins() {
        return catalog.plugins();
    }

    @Override
    public Class<?> load(PluginDescriptor plugin) {
        return catalog.load(plugin);
    }

    @Override
    public Optional<Path> file(PluginDescriptor plugin) {
        return catalog.file(plugin);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
