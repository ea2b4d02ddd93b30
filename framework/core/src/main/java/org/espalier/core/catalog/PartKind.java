package org.espalier.core.catalog;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.espalier.api.EspalierException;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Adapter;
import org.espalier.api.graph.Initialisation;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.Value;

/** A kind of plugin that stands in an option of another: the option takes one of some words, or such a plugin. */
public enum PartKind {
    /** What follows a product: {@code 'relu'} or {@code topK(share: 0.1)}. */
    ACTIVATION(words(Activation.values())),
    /** How weights start: {@code 'he-normal'} or {@code kaiming(gain: 1)}. */
    INIT(words(Initialisation.values())),
    /** What is trained beside a weight: {@code 'none'} or {@code lora(rank: 4)}. */
    ADAPT(Map.of("none", (Adapter) (graph, input, output) -> output)),
    /** A family of masks: {@code 'fan-in'} or {@code nM(n: 2, m: 4)}. */
    PATTERN(Map.of());

    private final Map<String, ?> words;

    PartKind(Map<String, ?> words) {
        this.words = words;
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] choices) {
        Map<String, E> words = new LinkedHashMap<>();
        Arrays.stream(choices).forEach(choice -> words.put(LayerPlan.recipeName(choice), choice));
        return Collections.unmodifiableMap(words);
    }

    /** The kind an option takes; empty for options that take none of these. */
    public static Optional<PartKind> of(OptionType type) {
        return switch (type) {
            case ACTIVATION -> Optional.of(ACTIVATION);
            case INIT -> Optional.of(INIT);
            case ADAPT -> Optional.of(ADAPT);
            case PATTERN -> Optional.of(PATTERN);
            case BOOLEAN,
                    INT,
                    LONG,
                    DOUBLE,
                    TEXT,
                    CHOICE,
                    SPAN,
                    DIAL,
                    PATH,
                    INT_LIST,
                    DOUBLE_LIST,
                    TEXT_LIST,
                    TEXT_MAP -> Optional.empty();
        };
    }

    /** Of a kind of plugin; empty for kinds that stand in no option. */
    static Optional<PartKind> of(String kind) {
        return Arrays.stream(values()).filter(part -> part.word().equals(kind)).findFirst();
    }

    /** The kind's word. */
    public String word() {
        return LayerPlan.recipeName(this);
    }

    /** The words an option takes beside plugins. */
    public List<String> words() {
        return List.copyOf(words.keySet());
    }

    /**
     * What a value of a recipe stands for.
     *
     * @param type the kind's interface
     * @param maker makes plugins
     * @throws EspalierException when the value is neither a word of this kind nor a plugin
     */
    public <T> T part(Class<T> type, Value value, Function<PluginUse, T> maker) {
        if (value instanceof Value.Part part) {
            return maker.apply(part.use());
        }
        if (value instanceof Value.Text text) {
            Object known = words.get(text.value());
            if (known != null) {
                return type.cast(known);
            }
        }
        throw new EspalierException((value.place().known() ? value.place() + ": " : "") + "there is no " + word() + " "
                + value.text() + ".");
    }

    /**
     * A value as an option of this kind takes it: a call is a plugin of the kind, and so is a text that is no word.
     *
     * @param kinds of the plugin's own options
     */
    Value read(Value value, PartOptions kinds) {
        return switch (value) {
            case Value.Part part ->
                new Value.Part(kinds.read(new PluginUse(
                        word(),
                        part.use().name(),
                        part.use().options(),
                        part.use().place())));
            case Value.Text text
            when !words.containsKey(text.value()) ->
                new Value.Part(new PluginUse(word(), text.value(), Map.of(), text.place()));
            case Value other -> other;
        };
    }
}
