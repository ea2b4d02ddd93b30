package org.espalier.processor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.espalier.api.Plugin;
import org.espalier.api.PluginKind;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;

/** Checks the class of a plugin; the sentences say what to change. */
final class PluginChecker {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final String INJECT = "jakarta.inject.Inject";

    /** What the engine offers to constructors beside the options. */
    private static final List<String> SERVICES = List.of(
            "org.espalier.api.RandomStream",
            "org.espalier.api.backend.OtherBackends",
            "org.espalier.api.border.DataFiles",
            "org.espalier.api.border.Libraries",
            "org.espalier.api.border.TensorFiles");

    /** Options the recipe language gives to every plugin of a kind. */
    private static final Map<String, Set<String>> TAKEN = Map.of(
            "schedule",
            Set.of("over", "warmup"),
            "export",
            Set.of("to"),
            "regularize",
            Set.of("weights", "scales", "groups", "strength", "every", "by", "epsilon", "outside"),
            "select",
            Set.of("mask", "weights", "scales", "groups"),
            "apply",
            Set.of("layers"),
            "weights",
            Set.of("file", "only", "except", "rename"),
            "rule",
            Set.of("layers", "dial"));

    private final Elements elements;
    private final Types types;

    PluginChecker(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    /** The plugin's line of the descriptor, or a {@link PluginFault}. */
    PluginLine check(TypeElement plugin) {
        Plugin annotation = plugin.getAnnotation(Plugin.class);
        checkClass(plugin);
        if (!NAME.matcher(annotation.name()).matches()) {
            throw new PluginFault(
                    plugin,
                    "The name '" + annotation.name()
                            + "' is not a plugin name: use lower-case letters, digits and single hyphens, for example"
                            + " 'cosine-restarts'.");
        }
        Docs.requireSentence(plugin, "@Plugin", annotation.doc());
        String kind = kind(plugin);
        Optional<TypeElement> options = options(plugin);
        checkConstructor(plugin, options);
        List<PluginLine.OptionEntry> entries = new ArrayList<>();
        if (options.isPresent()) {
            entries.addAll(new OptionReader(types, TAKEN.getOrDefault(kind, Set.of()), kind).read(options.get()));
        }
        return new PluginLine(
                kind,
                annotation.name(),
                elements.getBinaryName(plugin).toString(),
                annotation.doc().strip(),
                entries,
                claims(plugin, kind, Claims::owns),
                claims(plugin, kind, Claims::edits));
    }

    private static List<String> claims(TypeElement plugin, String kind, Function<Claims, Claim[]> which) {
        Claims claims = plugin.getAnnotation(Claims.class);
        if (claims == null) {
            return List.of();
        }
        if (!kind.equals("rule")) {
            throw new PluginFault(
                    plugin, "@Claims says what a rule changes, and this class is of the kind '" + kind + "'.");
        }
        for (Claim claim : claims.owns()) {
            if (List.of(claims.edits()).contains(claim)) {
                throw new PluginFault(
                        plugin, "@Claims says of " + claim + " both that the rule owns and that it edits it.");
            }
        }
        return Arrays.stream(which.apply(claims))
                .distinct()
                .map(claim -> claim.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static void checkClass(TypeElement plugin) {
        if (plugin.getKind() != ElementKind.CLASS
                || !plugin.getModifiers().containsAll(Set.of(Modifier.PUBLIC, Modifier.FINAL))) {
            throw new PluginFault(
                    plugin,
                    "A plugin is a public final class: declare 'public final class " + plugin.getSimpleName() + "'.");
        }
        if (!plugin.getTypeParameters().isEmpty()) {
            throw new PluginFault(plugin, "A plugin has no type parameters: remove them from the class.");
        }
        for (Element e = plugin; e.getEnclosingElement() instanceof TypeElement outer; e = outer) {
            if (!e.getModifiers().contains(Modifier.STATIC)
                    || !outer.getModifiers().contains(Modifier.PUBLIC)) {
                throw new PluginFault(
                        plugin,
                        "A plugin inside another class must be static, and that class public; or give it a"
                                + " file of its own.");
            }
        }
    }

    private String kind(TypeElement plugin) {
        Map<String, String> kinds = new LinkedHashMap<>();
        collectKinds(plugin.asType(), kinds);
        if (kinds.size() != 1) {
            throw new PluginFault(
                    plugin,
                    kinds.isEmpty()
                            ? "A plugin implements an interface marked with @PluginKind, for example"
                                    + " org.espalier.api.score.PruneCriterion; this class implements none."
                            : "A plugin is of one kind; this class implements " + String.join(" and ", kinds.keySet())
                                    + ". Make a class for each.");
        }
        return kinds.values().iterator().next();
    }

    private void collectKinds(TypeMirror type, Map<String, String> kinds) {
        if (types.asElement(type) instanceof TypeElement element) {
            PluginKind kind = element.getAnnotation(PluginKind.class);
            if (kind != null) {
                kinds.put(element.getQualifiedName().toString(), kind.value());
            }
        }
        types.directSupertypes(type).forEach(parent -> collectKinds(parent, kinds));
    }

    private static Optional<TypeElement> options(TypeElement plugin) {
        for (TypeElement nested : ElementFilter.typesIn(plugin.getEnclosedElements())) {
            if (nested.getSimpleName().contentEquals("Options")) {
                if (nested.getKind() != ElementKind.RECORD
                        || nested.getModifiers().contains(Modifier.PRIVATE)) {
                    throw new PluginFault(
                            nested, "Options must be a record that is not private: 'public record" + " Options(…)'.");
                }
                return Optional.of(nested);
            }
        }
        return Optional.empty();
    }

    private void checkConstructor(TypeElement plugin, Optional<TypeElement> options) {
        ExecutableElement constructor = constructor(plugin);
        if (constructor.getModifiers().contains(Modifier.PRIVATE)) {
            throw new PluginFault(constructor, "The constructor the engine calls must not be private.");
        }
        boolean takesOptions = false;
        for (VariableElement parameter : constructor.getParameters()) {
            Element type = types.asElement(parameter.asType());
            if (options.isPresent() && options.get().equals(type)) {
                takesOptions = true;
            } else if (!(type instanceof TypeElement service)
                    || !SERVICES.contains(service.getQualifiedName().toString())) {
                throw new PluginFault(
                        parameter,
                        "The engine cannot give the constructor a " + parameter.asType()
                                + "; a plugin may ask for its nested record Options and for "
                                + SERVICES.stream().collect(Collectors.joining(", ")) + ".");
            }
        }
        if (options.isPresent() && !takesOptions) {
            throw new PluginFault(
                    constructor,
                    "The plugin declares Options but its constructor does not take them: add a parameter"
                            + " 'Options options'.");
        }
    }

    private static ExecutableElement constructor(TypeElement plugin) {
        List<ExecutableElement> all = ElementFilter.constructorsIn(plugin.getEnclosedElements());
        List<ExecutableElement> marked = all.stream()
                .filter(c -> c.getAnnotationMirrors().stream()
                        .anyMatch(a -> a.getAnnotationType().toString().equals(INJECT)))
                .toList();
        if (marked.size() == 1) {
            return marked.getFirst();
        }
        if (marked.isEmpty() && all.size() == 1) {
            return all.getFirst();
        }
        throw new PluginFault(
                plugin,
                "The engine calls one constructor; this class has " + all.size() + ", "
                        + (marked.isEmpty() ? "none" : marked.size()) + " of them annotated with @" + INJECT
                        + ". Annotate exactly one.");
    }
}
