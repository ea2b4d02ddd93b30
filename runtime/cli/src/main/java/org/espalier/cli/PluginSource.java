package org.espalier.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.osgi.AddedBundle;

/** Opens the plugins a command works with. */
interface PluginSource {
    OpenPlugins open(AddedPlugins added);

    /**
     * Plugins beside those that come with Espalier.
     *
     * @param folder where their bundles lie; it need not exist
     * @param trust the list they must be on, if one is required
     */
    record AddedPlugins(Path folder, Optional<Path> trust) {}

    /** Plugins at hand until they are closed. */
    interface OpenPlugins extends AutoCloseable {
        PluginCatalog catalog();

        /** What is wrong with plugins that cannot be used, a sentence or two each. */
        List<String> faults();

        /** The added bundles that are in, and why they are trusted. */
        List<AddedBundle> added();

        /**
         * Tries a bundle and copies it into the folder of added plugins.
         *
         * @return the plugins it offers
         * @throws org.espalier.api.EspalierException when something is wrong with it; nothing is copied then
         */
        List<PluginDescriptor> add(Path jar);

        @Override
        void close();
    }
}
