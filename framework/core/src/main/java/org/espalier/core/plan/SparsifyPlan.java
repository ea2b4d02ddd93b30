package org.espalier.core.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;

/**
 * Keeps weights sparse during a phase. Without an update the mask of the start never changes.
 *
 * @param layers names of layers; {@code *} stands for any characters
 * @param sparsity share of zeros among the selected weights, in [0, 1): a number, or a plugin of kind {@code schedule}
 *     (over the update window)
 * @param distribute a plugin of kind {@code distribute}
 * @param pattern a plugin of kind {@code pattern}
 * @param start a plugin of kind {@code start}
 * @param storage what is kept of the selected weights
 * @param execution what products with them read
 * @param precision what the rows that their links fetch are rounded to
 * @param update when links move; empty: never
 * @param replace the share of links replaced in an update, in [0, 1]: a number or a schedule (over the update window);
 *     empty: none
 * @param prune a plugin of kind {@code prune}; there when {@code update} is
 * @param grow a plugin of kind {@code grow}; there when {@code replace} is
 * @param place where the block stands
 */
public record SparsifyPlan(
        List<LayerSelector> layers,
        Value sparsity,
        PluginUse distribute,
        PluginUse pattern,
        PluginUse start,
        Storage storage,
        Execution execution,
        Precision precision,
        Optional<UpdateWindow> update,
        Optional<Value> replace,
        Optional<PluginUse> prune,
        Optional<PluginUse> grow,
        Place place) {
    public SparsifyPlan {
        layers = List.copyOf(layers);
    }

    /**
     * What is kept of a weight.
     *
     * @param latent whether the value of every position is kept, and the links are those that products see; otherwise there
     *     is nothing but links
     * @param decay how strongly the values of a latent weight that are not seen are pulled towards zero
     */
    public record Storage(boolean latent, double decay) {
        /** The links there are. */
        public static final Storage SPARSE = new Storage(false, 0);

        /** The value of every position, without a pull. */
        public static final Storage LATENT = new Storage(true, 0);

        /** As recipes write it. */
        public String word() {
            return latent ? "latent" : "sparse";
        }
    }

    /** What products with a weight that has links read. */
    public enum Execution {
        /** Its links. */
        SPARSE,
        /** Every position, zero where there is no link: faster where few positions are zero. */
        DENSE,
        /** What is faster of the two for the links there are, as measured on the machine when the run begins. */
        AUTO;

        /** As recipes write it. */
        public String word() {
            return switch (this) {
                case SPARSE -> "sparse";
                case DENSE -> "dense";
                case AUTO -> "auto";
            };
        }

        /** What a recipe means by a word; empty when it means nothing. */
        public static Optional<Execution> of(String word) {
            return Arrays.stream(values())
                    .filter(execution -> execution.word().equals(word))
                    .findFirst();
        }
    }

    /** What the values are rounded to that links fetch from planes. Links, sums and all else are floats. */
    public enum Precision {
        /** They are floats and are not rounded. */
        FLOAT,
        /** Bfloat16: half the bytes to fetch, and 8 significant bits instead of 24. */
        MIXED;

        /** As recipes write it. */
        public String word() {
            return switch (this) {
                case FLOAT -> "float";
                case MIXED -> "mixed";
            };
        }

        /** What a recipe means by a word; empty when it means nothing. */
        public static Optional<Precision> of(String word) {
            return Arrays.stream(values())
                    .filter(precision -> precision.word().equals(word))
                    .findFirst();
        }
    }

    /** A layer name in which {@code *} stands for any characters. */
    public record LayerSelector(String pattern, Place place) {
        /** Those an option of a plugin names, one or several. */
        static List<LayerSelector> of(PluginUse use, String option) {
            Argument given = use.options().get(option);
            if (given == null) {
                return List.of();
            }
            List<Value> values = given.value() instanceof Value.Items items ? items.values() : List.of(given.value());
            return values.stream()
                    .filter(Value.Text.class::isInstance)
                    .map(Value.Text.class::cast)
                    .map(text -> new LayerSelector(text.value(), text.place().known() ? text.place() : use.place()))
                    .toList();
        }

        public boolean matches(String layer) {
            String[] parts = pattern.split("\\*", -1);
            String last = parts[parts.length - 1];
            if (parts.length == 1) {
                return layer.equals(pattern);
            }
            int at = layer.startsWith(parts[0]) ? parts[0].length() : -1;
            for (int i = 1; i < parts.length - 1 && at >= 0; i++) {
                int found = layer.indexOf(parts[i], at);
                at = found < 0 ? -1 : found + parts[i].length();
            }
            return at >= 0 && layer.length() - at >= last.length() && layer.endsWith(last);
        }
    }

    /**
     * When links move: at step {@code from} and every {@code every} steps after it, up to and including {@code until}.
     * Step 0 has no update.
     */
    public record UpdateWindow(Span every, Span from, Span until, Place place) {}
}
