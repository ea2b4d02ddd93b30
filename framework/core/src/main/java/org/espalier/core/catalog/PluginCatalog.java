package org.espalier.core.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.core.diagnostic.Place;

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

    /**
     * Loads a plugin's class for a line of a recipe, which is named should the plugin go away later.
     *
     * @throws org.espalier.api.EspalierException when its bundle is gone or broken; the message names bundle and plugin
     */
    default Class<?> load(PluginDescriptor plugin, Place place) {
        return load(plugin);
    }

    /**
     * The plugins as they are now, for the length of one run: what comes later is not in it.
     *
     * @param gone told, with a sentence for people, when a bundle goes away of which a class was loaded through the
     *     wiring; called by the thread that takes the bundle away, must be quick
     */
    default PluginWiring open(Consumer<String> gone) {
        return new LastingWiring(this);
    }

    /** The jar or the folder of classes a plugin came from; empty when it is gone, or came from no file. */
    Optional<Path> file(PluginDescriptor plugin);

    default Optional<PluginDescriptor> find(String kind, String name) {
        return plugins().stream()
                .filter(p -> p.kind().equals(kind) && p.name().equals(name))
                .findFirst();
    }
}
