package org.espalier.core.catalog;

import java.util.List;
import java.util.Optional;

/** The plugins at hand. One implementation reads a class path, another tracks OSGi bundles. */
public interface PluginCatalog {
    /** All plugins, by kind and name. */
    List<PluginDescriptor> plugins();

    /**
     * Loads a plugin's class.
     *
     * @throws org.espalier.api.EspalierException when its bundle is gone or broken; the message names bundle and plugin
     */
    Class<?> load(PluginDescriptor plugin);

    default Optional<PluginDescriptor> find(String kind, String name) {
        return plugins().stream()
                .filter(p -> p.kind().equals(kind) && p.name().equals(name))
                .findFirst();
    }
}
