package org.espalier.core.catalog;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.Dial;
import org.espalier.api.EspalierException;
import org.espalier.api.Interval;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.Value;

/** Makes the {@code Options} record of a plugin from what a recipe says. */
public record OptionsBinder(PluginCatalog catalog) {
    /**
     * The record, with defaults for what the recipe does not say.
     *
     * @param use the plugin and its options
     * @param type the record class
     * @param services makes dials and resolves paths
     * @throws RecipeException with every option that is wrong, or with the sentence of the record's constructor
     */
    public <R extends Record> R bind(PluginUse use, Class<R> type, PluginServices services) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<PluginDescriptor> plugin = new OptionChecker(catalog, diagnostics).check(use);
        diagnostics.throwIfAny();
        PluginDescriptor known = plugin.orElseThrow();
        RecordComponent[] components = type.getRecordComponents();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : components) {
            OptionDescriptor option = option(known, component.getName());
            values.add(convert(option, use, component, services));
        }
        return make(type, components, values, known, use);
    }

    private static OptionDescriptor option(PluginDescriptor plugin, String name) {
        return plugin.options().stream()
                .filter(o -> o.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new EspalierException("The descriptor of " + plugin.bundle() + " does not know the"
                        + " option '" + name + "' of " + plugin.kind() + " '" + plugin.name()
                        + "'. Build the bundle again."));
    }

    private static Object convert(
            OptionDescriptor option, PluginUse use, RecordComponent component, PluginServices services) {
        Argument given = use.options().get(option.name());
        Value value = given != null
                ? given.value()
                : DefaultValue.of(option, option.byDefault().orElseThrow());
        if (option.type().list()) {
            return OptionValue.elements(value).stream()
                    .map(v -> element(option.type(), v))
                    .toList();
        }
        return switch (value) {
            case Value.Flag flag -> flag.value();
            case Value.Num number -> number(option.type(), number.value());
            case Value.Time time -> time.value();
            case Value.Part part ->
                PartKind.of(option.type()).isPresent()
                        ? services.parts().part(component.getType(), part.use())
                        : ranged(option, use, services.dials().dial(part.use()));
            case Value.Items items -> items.values();
            case Value.Entries entries -> texts(entries);
            case Value.Text text ->
                switch (option.type()) {
                    case PATH -> path(text, services);
                    case CHOICE -> constant(component.getType(), text.value());
                    case ACTIVATION, INIT, ADAPT, PATTERN -> word(option, component.getType(), text);
                    case BOOLEAN, INT, LONG, DOUBLE, TEXT, SPAN, DIAL, INT_LIST, DOUBLE_LIST, TEXT_LIST, TEXT_MAP ->
                        text.value();
                };
        };
    }

    private static Map<String, String> texts(Value.Entries entries) {
        Map<String, String> texts = new LinkedHashMap<>();
        entries.values()
                .forEach((name, value) -> texts.put(name, value instanceof Value.Text text ? text.value() : ""));
        return texts;
    }

    /** What a word of the language stands for in an option that takes a plugin. */
    private static <T> T word(OptionDescriptor option, Class<T> type, Value.Text text) {
        return PartKind.of(option.type()).orElseThrow().part(type, text, use -> {
            throw new IllegalStateException("a text is no plugin");
        });
    }

    private static Object number(OptionType type, double value) {
        return switch (type) {
            case INT, INT_LIST -> (int) value;
            case LONG -> (long) value;
            case DIAL -> Dial.fixed(value);
            case BOOLEAN,
                    DOUBLE,
                    DOUBLE_LIST,
                    TEXT,
                    CHOICE,
                    SPAN,
                    PATH,
                    TEXT_LIST,
                    TEXT_MAP,
                    ACTIVATION,
                    INIT,
                    ADAPT,
                    PATTERN -> value;
        };
    }

    private static Object element(OptionType type, Value value) {
        return switch (value) {
            case Value.Num number -> number(type, number.value());
            case Value.Text text -> text.value();
            case Value.Flag flag -> flag.value();
            case Value.Time time -> time.value();
            case Value.Items items -> items.values();
            case Value.Entries entries -> texts(entries);
            case Value.Part part -> part.use();
        };
    }

    private static Object path(Value.Text text, PluginServices services) {
        try {
            return text.value().isEmpty()
                    ? services.folder().getFileSystem().getPath("")
                    : services.folder().resolve(text.value()).normalize();
        } catch (InvalidPathException e) {
            throw new RecipeException(List.of(new Diagnostic(
                    DiagnosticId.OUT_OF_RANGE,
                    text.place(),
                    text.text() + " is not a path: " + e.getReason() + ".",
                    "")));
        }
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> ((Enum<?>) c)
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-')
                        .equals(text))
                .findFirst()
                .orElseThrow(() -> new EspalierException("The descriptor names a choice '" + text + "' that "
                        + type.getName() + " does not have. Build the bundle again."));
    }

    /** A scheduled number is checked when it is read. */
    private static Dial ranged(OptionDescriptor option, PluginUse use, Dial dial) {
        Interval range = Interval.parse(option.range());
        return () -> {
            double value = dial.value();
            if (!range.contains(value)) {
                throw new EspalierException(use.place() + ": the option '" + option.name() + "' of " + use.kind() + " '"
                        + use.name() + "' must be " + (range.equals(Interval.ALL) ? "finite" : "in " + range)
                        + "; its schedule gave " + value + ".");
            }
            return value;
        };
    }

    private static <R extends Record> R make(
            Class<R> type, RecordComponent[] components, List<Object> values, PluginDescriptor plugin, PluginUse use) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused(refused, plugin, use);
            }
            throw new EspalierException(
                    use.place() + ": the options of " + plugin.kind() + " '" + plugin.name() + "' of " + plugin.bundle()
                            + " could not be made: " + e.getCause() + ".",
                    e);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new EspalierException(
                    "The options of " + plugin.kind() + " '" + plugin.name() + "' of " + plugin.bundle()
                            + " do not fit its descriptor (" + e + "). Build the bundle again.",
                    e);
        }
    }

    private static RecipeException refused(IllegalArgumentException refused, PluginDescriptor plugin, PluginUse use) {
        RecipeException mistake = new RecipeException(List.of(new Diagnostic(
                DiagnosticId.OUT_OF_RANGE,
                use.place(),
                "The options of " + plugin.kind() + " '" + plugin.name() + "' do not fit: " + refused.getMessage(),
                "")));
        mistake.initCause(refused);
        return mistake;
    }
}
