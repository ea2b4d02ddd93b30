package org.espalier.core.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.core.diagnostic.Place;

/** Writes the block {@code model} of a recipe; see {@link RecipePlanBuilder}. */
public final class ModelBuilder {
    private List<Integer> input = List.of();
    private final List<LayerPlan> layers = new ArrayList<>();

    ModelBuilder() {}

    public ModelBuilder input(Integer... shape) {
        input = List.of(shape);
        return this;
    }

    public ModelBuilder flatten() {
        layers.add(new LayerPlan.Flatten(Place.NONE));
        return this;
    }

    /** A dense layer with bias and the default initialisation. */
    public ModelBuilder dense(String layer, int units, String activation) {
        return dense(layer, units, Map.of("activation", activation));
    }

    /**
     * A dense layer.
     *
     * @param options {@code activation}, {@code bias}, {@code init} and {@code adapt}, each as {@link Value#of} takes it:
     *     a word, or a {@link PluginUse} of the kind {@code activation}, {@code init} or {@code adapt}
     */
    public ModelBuilder dense(String layer, int units, Map<String, ?> options) {
        return layer(dense(layer, units, options, Optional.empty()));
    }

    private static LayerPlan.Dense dense(String layer, int units, Map<String, ?> options, Optional<String> tied) {
        Map<String, Object> all =
                new LinkedHashMap<>(Map.of("activation", "none", "bias", true, "init", "he-normal", "adapt", "none"));
        if (!all.keySet().containsAll(options.keySet())) {
            throw new IllegalArgumentException(
                    "a dense layer has the options " + all.keySet() + ", and was given " + options.keySet());
        }
        all.putAll(options);
        Value activation = Value.of(Objects.requireNonNull(all.get("activation")));
        Value init = Value.of(Objects.requireNonNull(all.get("init")));
        Value adapt = Value.of(Objects.requireNonNull(all.get("adapt")));
        boolean bias = Boolean.TRUE.equals(all.get("bias"));
        return new LayerPlan.Dense(layer, units, activation, bias, init, adapt, tied, Place.NONE);
    }

    /**
     * A dense layer with bias and without activation whose weight is the table of an embedding before it.
     *
     * @param units the rows of the table
     */
    public ModelBuilder tied(String layer, int units, String embedding) {
        return layer(dense(layer, units, Map.of(), Optional.of(embedding)));
    }

    /** A layer that is a plugin; an empty name lets it be named after the plugin. */
    public ModelBuilder layer(String layer, String plugin, Map<String, ?> options) {
        return layer(new LayerPlan.Plugged(layer, PluginUse.of("layer", plugin, options)));
    }

    /** Layers whose output is added to what comes in. */
    public ModelBuilder residual(Consumer<ModelBuilder> block) {
        return residual(block, shortcut -> {});
    }

    /** Layers whose output is added to what a shortcut makes of what comes in. */
    public ModelBuilder residual(Consumer<ModelBuilder> block, Consumer<ModelBuilder> shortcut) {
        ModelBuilder inner = new ModelBuilder();
        block.accept(inner);
        ModelBuilder beside = new ModelBuilder();
        shortcut.accept(beside);
        return layer(new LayerPlan.Residual(inner.layers, beside.layers, Place.NONE));
    }

    /**
     * Branches that each begin with what comes in.
     *
     * @param join what they come together to
     * @param branches at least two
     */
    @SafeVarargs
    public final ModelBuilder branches(LayerPlan.Join join, Consumer<ModelBuilder>... branches) {
        List<List<LayerPlan>> built = new ArrayList<>();
        for (Consumer<ModelBuilder> branch : branches) {
            ModelBuilder inner = new ModelBuilder();
            branch.accept(inner);
            built.add(inner.layers);
        }
        return layer(new LayerPlan.Branches(join, built, Place.NONE));
    }

    /**
     * A mixture of experts.
     *
     * @param gate the name of a plugin of kind {@code gate}
     * @param options of the gate
     * @param expert the layers of one of them
     */
    public ModelBuilder experts(
            String layer, int count, String gate, Map<String, ?> options, Consumer<ModelBuilder> expert) {
        ModelBuilder inner = new ModelBuilder();
        expert.accept(inner);
        return layer(
                new LayerPlan.Experts(layer, count, PluginUse.of("gate", gate, options), inner.layers, Place.NONE));
    }

    public ModelBuilder layer(LayerPlan layer) {
        layers.add(layer);
        return this;
    }

    ModelPlan build() {
        return new ModelPlan(input, layers, Place.NONE);
    }
}
