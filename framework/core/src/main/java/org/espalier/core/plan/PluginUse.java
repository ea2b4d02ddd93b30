package org.espalier.core.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.core.diagnostic.Place;

/**
 * A plugin named in a recipe, with its options.
 *
 * @param kind the plugin kind, for example {@code optimizer}
 * @param name the plugin's name
 * @param options options by name, in the order written
 * @param place where the name stands
 */
public record PluginUse(String kind, String name, Map<String, Argument> options, Place place) {
    public PluginUse {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** From plain Java: values as {@link Value#of} takes them. */
    public static PluginUse of(String kind, String name, Map<String, ?> options) {
        Map<String, Argument> arguments = new LinkedHashMap<>();
        options.forEach((key, value) -> arguments.put(key, new Argument(Place.NONE, Value.of(value))));
        return new PluginUse(kind, name, arguments, Place.NONE);
    }

    /** The options as a recipe writes them. */
    String optionsText() {
        return options.entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue().value().text())
                .collect(Collectors.joining(", "));
    }
}
