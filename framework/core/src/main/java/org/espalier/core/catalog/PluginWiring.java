package org.espalier.core.catalog;

/** The plugins of one run: the same list from its start to its end. Close it with the run; then it tells nothing more. */
public interface PluginWiring extends PluginCatalog, AutoCloseable {
    @Override
    void close();
}
