package org.espalier.core.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/** A sentence about groups of trained values, which says which among its options. */
public sealed interface SelectsGroups permits RegularizePlan, SelectPlan {
    /** The plugin with its own options and these. */
    PluginUse use();

    /** Names of layers whose weights are selected. */
    default List<LayerSelector> weights() {
        return LayerSelector.of(use(), "weights");
    }

    /** Names of layers whose scales are selected. */
    default List<LayerSelector> scales() {
        return LayerSelector.of(use(), "scales");
    }

    /** What makes a group; single values when left out. */
    default Groups groups() {
        return choice(Groups.values(), "groups");
    }

    /** Where the sentence stands. */
    default Place place() {
        return use().place();
    }

    /** The value of an option. */
    default Optional<Value> given(String option) {
        return Optional.ofNullable(use().options().get(option)).map(Argument::value);
    }

    /** An option that is one of several words; the first when it is left out. */
    default <E extends Enum<E>> E choice(E[] choices, String option) {
        return given(option)
                .filter(Value.Text.class::isInstance)
                .map(Value.Text.class::cast)
                .flatMap(text -> Arrays.stream(choices)
                        .filter(c -> LayerPlan.recipeName(c).equals(text.value()))
                        .findFirst())
                .orElse(choices[0]);
    }
}
