package org.espalier.core.catalog;

import java.util.List;

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
    public void close() {
        // Nothing was opened.
    }
}
