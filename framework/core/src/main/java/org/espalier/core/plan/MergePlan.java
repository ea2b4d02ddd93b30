package org.espalier.core.plan;

import java.util.List;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/**
 * Products that stand for one become one: two factors, or a layer and its adapter.
 *
 * @param layers names of layers that are merged; none: all that can be
 * @param after how many phases come before it
 * @param place where the sentence stands
 */
public record MergePlan(List<LayerSelector> layers, int after, Place place) implements BetweenPlan {
    /** What is applied. */
    public static final String MERGE = "merge";

    public MergePlan {
        layers = List.copyOf(layers);
    }

    /** Whether a layer is merged. */
    public boolean selects(String layer) {
        return layers.isEmpty() || layers.stream().anyMatch(selector -> selector.matches(layer));
    }

    @Override
    public Optional<String> reforms() {
        return Optional.of("weights are merged");
    }

    @Override
    public String text() {
        return MERGE + ": factors and adapters"
                + (layers.isEmpty()
                        ? ""
                        : " of "
                                + String.join(
                                        ", ",
                                        layers.stream()
                                                .map(LayerSelector::pattern)
                                                .toList()))
                + " become one weight each, dense, and what an optimizer kept of them is zero";
    }
}
