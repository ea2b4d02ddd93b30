package org.espalier.core.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/**
 * A file of trained values that a phase begins with.
 *
 * @param use a plugin of kind {@code weights}; the options every such plugin has are among its own
 */
public record WeightsPlan(PluginUse use) {
    /** The word in recipes, and the kind of its plugins. */
    public static final String KIND = "weights";

    /** Where the file is, as the recipe says it. */
    public Value.Text file() {
        Argument given = use.options().get("file");
        return given != null && given.value() instanceof Value.Text text ? text : new Value.Text("", use.place());
    }

    /** Names of layers that get values; none: all. */
    public List<LayerSelector> only() {
        return LayerSelector.of(use, "only");
    }

    /** Names of layers that get none. */
    public List<LayerSelector> except() {
        return LayerSelector.of(use, "except");
    }

    /** Names here by names in the file, with {@code *}. */
    public Map<String, String> rename() {
        Map<String, String> names = new LinkedHashMap<>();
        Argument given = use.options().get("rename");
        if (given != null && given.value() instanceof Value.Entries entries) {
            entries.values().forEach((from, to) -> names.put(from, to instanceof Value.Text text ? text.value() : ""));
        }
        return names;
    }

    /** Whether it may leave parts of the model, and parts of the file, alone. */
    public boolean partial() {
        return !only().isEmpty() || !except().isEmpty();
    }

    /** Whether a layer gets values. */
    public boolean selects(String layer) {
        return (only().isEmpty() || only().stream().anyMatch(selector -> selector.matches(layer)))
                && except().stream().noneMatch(selector -> selector.matches(layer));
    }

    /** Where the sentence stands. */
    public Place place() {
        return use.place();
    }
}
