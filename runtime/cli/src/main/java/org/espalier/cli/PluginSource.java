package org.espalier.cli;

import java.nio.file.Path;
import java.util.List;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;

/** Opens the plugins a command works with. */
interface PluginSource {
    /**
     * @param added a folder of further plugins; it need not exist
     */
    OpenPlugins open(Path added);

    /** Plugins at hand until they are closed. */
    interface OpenPlugins extends AutoCloseable {
        PluginCatalog catalog();

        /** What is wrong with plugins that cannot be used, a sentence or two each. */
        List<String> faults();

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
