package org.espalier.processor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import org.espalier.api.Interval;
import org.espalier.api.Option;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;

/** Reads the components of an {@code Options} record. */
final class OptionReader {
    private static final String ALLOWED = "boolean, int, long, double, String, an enum, org.espalier.api.Span,"
            + " org.espalier.api.Dial, java.nio.file.Path, ActivationFunction, StartValues and Adapter of"
            + " org.espalier.api.graph, org.espalier.api.score.Pattern, and List of Integer, Double or String";
    private static final Set<String> NUMBERS = Set.of("int", "long", "double", "dial", "int-list", "double-list");

    private final Types types;
    private final Set<String> taken;
    private final String kind;

    /**
     * @param taken names the recipe language itself uses beside plugins of this kind
     */
    OptionReader(Types types, Set<String> taken, String kind) {
        this.types = types;
        this.taken = taken;
        this.kind = kind;
    }

    List<PluginLine.OptionEntry> read(TypeElement options) {
        List<PluginLine.OptionEntry> entries = new ArrayList<>();
        for (RecordComponentElement component : options.getRecordComponents()) {
            entries.add(entry(component));
        }
        return entries;
    }

    private PluginLine.OptionEntry entry(RecordComponentElement component) {
        String name = component.getSimpleName().toString();
        Option option = component.getAnnotation(Option.class);
        if (option == null) {
            throw new PluginFault(
                    component, "The option '" + name + "' lacks @Option(doc = …): every component of Options has one.");
        }
        if (taken.contains(name)) {
            throw new PluginFault(
                    component,
                    "Every " + kind + " has an option '" + name + "' of the recipe language; choose another name.");
        }
        Docs.requireSentence(component, "the option '" + name + "'", option.doc());
        String type = type(component);
        List<String> choices = switch (type) {
            case "activation" -> words(Activation.values());
            case "init" -> words(Initialisation.values());
            case "adapt" -> List.of("none");
            default -> choices(component.asType());
        };
        Interval range = range(component, type, option.range());
        Optional<String> byDefault =
                option.byDefault().equals(Option.REQUIRED) ? Optional.empty() : Optional.of(option.byDefault());
        byDefault.ifPresent(text -> checkDefault(component, new DefaultReader(type, choices, range), text));
        return new PluginLine.OptionEntry(
                name, type, option.doc().strip(), byDefault, option.range().isEmpty() ? "" : range.toString(), choices);
    }

    private String type(RecordComponentElement component) {
        return typeOf(component.asType())
                .orElseThrow(() -> new PluginFault(
                        component,
                        "The option '" + component.getSimpleName() + "' is of type " + component.asType()
                                + "; allowed are " + ALLOWED + "."));
    }

    private Optional<String> typeOf(TypeMirror type) {
        return switch (type.getKind()) {
            case BOOLEAN, INT, LONG, DOUBLE -> Optional.of(type.getKind().name().toLowerCase(Locale.ROOT));
            case DECLARED -> declared((DeclaredType) type);
            default -> Optional.empty();
        };
    }

    private Optional<String> declared(DeclaredType type) {
        if (isEnum(type)) {
            return Optional.of("choice");
        }
        return switch (name(type)) {
            case "java.lang.String" -> Optional.of("text");
            case "org.espalier.api.Span" -> Optional.of("span");
            case "org.espalier.api.Dial" -> Optional.of("dial");
            case "java.nio.file.Path" -> Optional.of("path");
            case "org.espalier.api.graph.ActivationFunction" -> Optional.of("activation");
            case "org.espalier.api.graph.StartValues" -> Optional.of("init");
            case "org.espalier.api.graph.Adapter" -> Optional.of("adapt");
            case "org.espalier.api.score.Pattern" -> Optional.of("pattern");
            case "java.util.List" ->
                switch (type.getTypeArguments().isEmpty()
                        ? ""
                        : name(type.getTypeArguments().getFirst())) {
                    case "java.lang.Integer" -> Optional.of("int-list");
                    case "java.lang.Double" -> Optional.of("double-list");
                    case "java.lang.String" -> Optional.of("text-list");
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    private String name(TypeMirror type) {
        return types.asElement(type) instanceof TypeElement element
                ? element.getQualifiedName().toString()
                : "";
    }

    private boolean isEnum(TypeMirror type) {
        Element element = types.asElement(type);
        return element != null && element.getKind() == ElementKind.ENUM;
    }

    private List<String> choices(TypeMirror type) {
        if (type.getKind() != TypeKind.DECLARED || !isEnum(type)) {
            return List.of();
        }
        return types.asElement(type).getEnclosedElements().stream()
                .filter(e -> e.getKind() == ElementKind.ENUM_CONSTANT)
                .map(e -> word(e.getSimpleName().toString()))
                .toList();
    }

    /** The words that stand for these in recipes, where a plugin may stand as well. */
    private static List<String> words(Enum<?>[] constants) {
        return Arrays.stream(constants).map(c -> word(c.name())).toList();
    }

    private static String word(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Interval range(RecordComponentElement component, String type, String text) {
        if (!text.isEmpty() && !NUMBERS.contains(type)) {
            throw new PluginFault(
                    component,
                    "The option '" + component.getSimpleName() + "' is not a number, so it cannot have the range "
                            + text + ".");
        }
        try {
            return Interval.parse(text);
        } catch (IllegalArgumentException e) {
            throw new PluginFault(
                    component, "The range of the option '" + component.getSimpleName() + "': " + e.getMessage() + ".");
        }
    }

    private static void checkDefault(RecordComponentElement component, DefaultReader reader, String text) {
        try {
            reader.check(text);
        } catch (IllegalArgumentException e) {
            throw new PluginFault(
                    component,
                    "The default \"" + text + "\" of the option '" + component.getSimpleName() + "' does not fit: "
                            + e.getMessage() + ".");
        }
    }
}
