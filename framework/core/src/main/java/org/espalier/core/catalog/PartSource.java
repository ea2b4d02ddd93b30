package org.espalier.core.catalog;

import org.espalier.core.plan.PluginUse;

/** Makes the plugins that stand in options of other plugins. */
public interface PartSource {
    /**
     * @param kind the interface of its kind
     * @param use name and options
     */
    <T> T part(Class<T> kind, PluginUse use);
}
