package org.espalier.core.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;

/** A layer as the recipe says it. */
public sealed interface LayerPlan {
    Place place();

    /** From {@code [height, width, channels]} to {@code [features]}. */
    record Flatten(Place place) implements LayerPlan {}

    /**
     * A layer that is a plugin.
     *
     * @param name unique in the model; empty when the recipe gives none
     * @param use the plugin and its options
     */
    record Plugged(String name, PluginUse use) implements LayerPlan {
        /** The word of a recipe for a plugin: {@code maxPool} for {@code max-pool}. */
        public static String word(String plugin) {
            StringBuilder word = new StringBuilder();
            for (int i = 0; i < plugin.length(); i++) {
                boolean begins = i > 0 && plugin.charAt(i - 1) == '-';
                if (plugin.charAt(i) != '-') {
                    word.append(begins ? Character.toUpperCase(plugin.charAt(i)) : plugin.charAt(i));
                }
            }
            return word.toString();
        }

        /** The plugin a word of a recipe means: {@code max-pool} for {@code maxPool}. */
        public static String plugin(String word) {
            StringBuilder plugin = new StringBuilder();
            for (char c : word.toCharArray()) {
                if (Character.isUpperCase(c)) {
                    plugin.append('-');
                }
                plugin.append(Character.toLowerCase(c));
            }
            return plugin.toString();
        }

        @Override
        public Place place() {
            return use.place();
        }
    }

    /**
     * Layers whose output is added to what comes in (He et al., "Deep Residual Learning for Image Recognition", CVPR
     * 2016).
     *
     * @param layers at least one
     * @param shortcut layers for what comes in, where it has another shape; may be empty
     */
    record Residual(List<LayerPlan> layers, List<LayerPlan> shortcut, Place place) implements LayerPlan {
        public Residual {
            layers = List.copyOf(layers);
            shortcut = List.copyOf(shortcut);
        }
    }

    /** How branches come together again. */
    enum Join {
        /** Their sum. */
        SUM,
        /** Their product, element by element. */
        PRODUCT,
        /** Their features, one after the other. */
        CONCAT
    }

    /**
     * Branches that each begin with what comes in, and what they come together to.
     *
     * @param branches at least two; one without layers passes on what comes in
     */
    record Branches(Join join, List<List<LayerPlan>> branches, Place place) implements LayerPlan {
        public Branches {
            branches = branches.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A mixture of experts, of which each position sees a few.
     *
     * @param name unique in the model; expert 0's layer {@code up} is {@code name.0.up}
     * @param count how many experts
     * @param gate a plugin of kind {@code gate}
     * @param layers of one expert, at least one
     */
    record Experts(String name, int count, PluginUse gate, List<LayerPlan> layers, Place place) implements LayerPlan {
        public Experts {
            layers = List.copyOf(layers);
        }
    }

    /**
     * A fully connected layer.
     *
     * @param name unique in the model
     * @param units output features
     * @param activation the word of an activation or a plugin of that kind; the word {@code none} for none
     * @param bias whether it has one
     * @param init the word of a start of weights or a plugin of the kind {@code init}
     * @param adapt a plugin of the kind {@code adapt}, or the word {@code none}
     * @param tied the embedding whose table is its weight, so that it has none of its own; {@code init} then says nothing
     */
    record Dense(
            String name,
            int units,
            Value activation,
            boolean bias,
            Value init,
            Value adapt,
            Optional<String> tied,
            Place place)
            implements LayerPlan {}

    /** A choice as recipes write it. */
    static String recipeName(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
