package org.espalier.core.guard;

import java.util.Optional;
import org.espalier.core.catalog.BrokenClass;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.diagnostic.Place;

/**
 * A plugin in use, as sentences name it.
 *
 * @param plugin the plugin and its bundle
 * @param place where the recipe names it; {@link Place#NONE} when it does not
 */
public record Caller(PluginDescriptor plugin, Place place) {
    /** Who a part of a run is; empty when the part was not made by a {@link GuardedFactory}. */
    public static Optional<Caller> of(Object part) {
        return part instanceof Guarded guarded ? Optional.of(guarded.caller()) : Optional.empty();
    }

    /** The beginning of a sentence: {@code rigl.groovy:31:9: The plugin optimizer 'sgd' of org.example 1.0.0}. */
    public String subject() {
        return (place.known() ? place + ": " : "") + BrokenClass.called(plugin);
    }

    /** Within a sentence: {@code the optimizer 'sgd' of org.example 1.0.0 (rigl.groovy:31:9)}. */
    public String mention() {
        return "the " + plugin.kind() + " '" + plugin.name() + "' of " + plugin.bundle() + " " + plugin.version()
                + (place.known() ? " (" + place + ")" : "");
    }
}
