package org.espalier.core.catalog;

import org.espalier.core.plan.PluginUse;

/** Makes plugins. */
public interface PluginFactory {
    /**
     * Makes the plugin a recipe names, anew for each call.
     *
     * @param kind the interface of its kind
     * @param use name and options
     * @param services what its constructor may ask for
     * @throws org.espalier.core.diagnostic.RecipeException when name or options are wrong
     * @throws org.espalier.api.EspalierException when its bundle is broken or its constructor fails; the message names
     *     bundle, plugin and place
     */
    <T> T create(Class<T> kind, PluginUse use, PluginServices services);
}
