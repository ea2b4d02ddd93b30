package org.espalier.core.plan;

import java.util.List;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;

/**
 * A plugin that changes the network between phases.
 *
 * @param use a plugin of kind {@code apply}; the options every such plugin has are among its own
 * @param after how many phases come before it
 */
public record TransformPlan(PluginUse use, int after) implements BetweenPlan {
    /** The word in recipes, and the kind of its plugins. */
    public static final String KIND = "apply";

    /** What the word does without a plugin. */
    public static final List<String> BUILT_IN =
            List.of(AveragePlan.AVERAGE, MergePlan.MERGE, RecalibratePlan.RECALIBRATE, ApplyPlan.SHRINK);

    /** Names of layers it may change; none: all. */
    public List<LayerSelector> layers() {
        return LayerSelector.of(use, "layers");
    }

    /** Whether it may change a layer. */
    public boolean selects(String layer) {
        return layers().isEmpty() || layers().stream().anyMatch(selector -> selector.matches(layer));
    }

    @Override
    public String text() {
        String where = layers().isEmpty()
                ? "the network"
                : String.join(
                        ", ", layers().stream().map(LayerSelector::pattern).toList());
        return use.name() + ": changes " + where;
    }

    @Override
    public Place place() {
        return use.place();
    }
}
