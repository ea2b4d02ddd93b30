package org.espalier.core.plan;

import java.util.List;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/**
 * Code at points of a step during a phase.
 *
 * @param use a plugin of kind {@code rule}; the options every such plugin has are among its own
 */
public record RulePlan(PluginUse use) {
    /** The word in recipes, and the kind of its plugins. */
    public static final String KIND = "rule";

    /** Names of layers it may change; none: all. */
    public List<LayerSelector> layers() {
        return LayerSelector.of(use, "layers");
    }

    /** Whether it may change a layer. */
    public boolean selects(String layer) {
        return layers().isEmpty() || layers().stream().anyMatch(selector -> selector.matches(layer));
    }

    /** The dial it reads and may turn, if the recipe names one. */
    public Optional<Value.Text> dial() {
        Argument given = use.options().get("dial");
        return given != null
                        && given.value() instanceof Value.Text text
                        && !text.value().isEmpty()
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Its name: that of the learning rate when the recipe names none. */
    public String dialName() {
        return dial().map(Value.Text::value).orElse(StepPlan.LEARNING_RATE);
    }

    /** Where the sentence stands. */
    public Place place() {
        return use.place();
    }
}
