package org.espalier.core.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.TransformPlan;
import org.espalier.core.plan.Value;
import org.espalier.core.plan.WeightsPlan;

/**
 * Checks the plugin uses of a plan against the catalog: names, options, types and ranges, schedules within options
 * included. No plugin class is loaded.
 */
public record OptionChecker(PluginCatalog catalog, Diagnostics diagnostics) {
    /** Checks one use; the descriptor when the plugin is known. */
    public Optional<PluginDescriptor> check(PluginUse use) {
        return check(use, List.of());
    }

    /**
     * Checks one use; the descriptor when the plugin is known.
     *
     * @param others what may stand in a plugin's place
     */
    public Optional<PluginDescriptor> check(PluginUse use, List<String> others) {
        Optional<PluginDescriptor> plugin = catalog.find(use.kind(), use.name());
        if (plugin.isEmpty()) {
            List<String> known = Stream.concat(
                            Stream.concat(
                                    others.stream(),
                                    PartKind.of(use.kind()).stream().flatMap(kind -> kind.words().stream())),
                            catalog.plugins().stream()
                                    .filter(p -> p.kind().equals(use.kind()))
                                    .map(p -> written(p.kind(), p.name())))
                    .toList();
            String name = written(use.kind(), use.name());
            diagnostics.add(
                    DiagnosticId.UNKNOWN_PLUGIN,
                    use.place(),
                    missing(use.kind(), name),
                    ClosestNames.hint(name, known));
        } else {
            checkOptions(plugin.get(), use);
        }
        return plugin;
    }

    private static String missing(String kind, String name) {
        return switch (kind) {
            case TransformPlan.KIND -> "There is no '" + name + "' to apply.";
            case WeightsPlan.KIND -> "There is no format of weights '" + name + "'.";
            default -> "There is no " + kind + " '" + name + "'.";
        };
    }

    /** A plugin's name as recipes write it: a layer is a word. */
    private static String written(String kind, String name) {
        return kind.equals("layer") ? LayerPlan.Plugged.word(name) : name;
    }

    private void checkOptions(PluginDescriptor plugin, PluginUse use) {
        List<OptionDescriptor> options = UniversalOptions.and(plugin);
        for (Map.Entry<String, Argument> given : use.options().entrySet()) {
            options.stream()
                    .filter(o -> o.name().equals(given.getKey()))
                    .findFirst()
                    .ifPresentOrElse(
                            option -> check(option, given.getValue(), plugin.kind() + " '" + plugin.name() + "'"),
                            () -> unknown(plugin, options, given));
        }
        for (OptionDescriptor option : options) {
            if (option.byDefault().isEmpty() && !use.options().containsKey(option.name())) {
                diagnostics.add(
                        DiagnosticId.MISSING_OPTION,
                        use.place(),
                        called(plugin) + " needs the option '" + option.name() + "': " + option.doc());
            }
        }
    }

    private void unknown(PluginDescriptor plugin, List<OptionDescriptor> options, Map.Entry<String, Argument> given) {
        List<String> known = options.stream().map(OptionDescriptor::name).toList();
        diagnostics.add(
                DiagnosticId.UNKNOWN_OPTION,
                given.getValue().key(),
                called(plugin) + " has no option '" + given.getKey() + "'" + (known.isEmpty() ? "; it has none." : "."),
                ClosestNames.hint(given.getKey(), known));
    }

    /**
     * Checks the value of one option.
     *
     * @param whose kind and name of what has the option
     */
    public void check(OptionDescriptor option, Argument given, String whose) {
        if (given.value() instanceof Value.Part part) {
            if (option.type() == OptionType.DIAL) {
                checkPart(option, part, "schedule", "a number or a schedule", whose);
                return;
            }
            Optional<PartKind> kind = PartKind.of(option.type());
            if (kind.isPresent()) {
                String word = kind.get().word();
                checkPart(option, part, word, "a plugin of the kind '" + word + "'", whose);
                return;
            }
        }
        new OptionValue(option)
                .problem(given.value())
                .ifPresent(problem -> diagnostics.add(
                        problem.id(),
                        given.value().place().known() ? given.value().place() : given.key(),
                        "The option '" + option.name() + "' of " + whose + " " + problem.clause() + ".",
                        problem.hint()));
    }

    private void checkPart(OptionDescriptor option, Value.Part part, String kind, String takes, String whose) {
        if (part.use().kind().equals(kind)) {
            check(part.use());
        } else {
            diagnostics.add(
                    DiagnosticId.WRONG_TYPE,
                    part.place(),
                    "The option '" + option.name() + "' of " + whose + " takes " + takes + ", not a "
                            + part.use().kind() + ".");
        }
    }

    private static String called(PluginDescriptor plugin) {
        return "The " + plugin.kind() + " '" + plugin.name() + "'";
    }
}
