package org.espalier.cli;

import java.nio.file.Path;
import java.util.List;
import org.espalier.core.catalog.PluginCatalog;

/** Opens the plugins a command works with. */
interface PluginSource {
    /**
     * @param added a folder of further plugins; it need not exist
     */
    OpenPlugins open(Path added);

    /** Plugins at hand until they are closed. */
    interface OpenPlugins extends AutoCloseable {
        PluginCatalog catalog();

        /** What is wrong with plugins that cannot be used, one sentence each. */
        List<String> faults();

        @Override
        void close();
    }
}
