package org.espalier.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.espalier.core.catalog.OptionDescriptor;
import org.espalier.core.catalog.PartKind;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.RegularizePlan;
import org.espalier.core.plan.SelectPlan;
import org.espalier.core.plan.WeightsPlan;

/** Plugins described for people, from their descriptors alone. */
final class PluginReference {
    private PluginReference() {}

    /** What an option takes, with its range. */
    static String takes(OptionDescriptor option) {
        String type = switch (option.type()) {
            case BOOLEAN -> "true or false";
            case INT, LONG -> "a whole number";
            case DOUBLE -> "a number";
            case TEXT -> "text";
            case CHOICE -> words(option);
            case ACTIVATION, INIT, ADAPT ->
                words(option) + ", or a plugin of the kind "
                        + PartKind.of(option.type()).orElseThrow().word();
            case PATTERN -> "a plugin of the kind pattern";
            case SPAN -> "steps(…), epochs(…) or percent(…)";
            case DIAL -> "a number or a schedule";
            case PATH -> "a file";
            case INT_LIST -> "a whole number or a list of them";
            case DOUBLE_LIST -> "a number or a list of them";
            case TEXT_LIST -> "a text or a list of them";
            case TEXT_MAP -> "texts by texts";
        };
        return option.range().isEmpty() ? type : type + " in " + option.range().replace("inf", "∞");
    }

    private static String words(OptionDescriptor option) {
        return option.choices().stream().map(c -> "'" + c + "'").collect(Collectors.joining(", "));
    }

    /** The default, or that there is none. */
    static String byDefault(OptionDescriptor option) {
        return option.byDefault().map(d -> d.isEmpty() ? "none" : d).orElse("must be given");
    }

    /** A line of a recipe that names the plugin and gives what must be given. */
    static String example(PluginDescriptor plugin) {
        String options = plugin.options().stream()
                .filter(o -> o.byDefault().isEmpty())
                .map(o -> o.name() + ": …")
                .collect(Collectors.joining(", "));
        if (plugin.kind().equals("schedule")) {
            return "learningRate '" + plugin.name() + "'" + (options.isEmpty() ? "" : ", " + options);
        }
        return switch (plugin.kind()) {
            case "layer" ->
                "model { " + LayerPlan.Plugged.word(plugin.name()) + (options.isEmpty() ? "()" : " 'NAME', " + options)
                        + " }";
            case "activation", "init", "adapt" ->
                "model { dense 'NAME', units: …, " + plugin.kind() + ": " + LayerPlan.Plugged.word(plugin.name()) + "("
                        + options + ") }";
            case "metric" -> "expect { " + LayerPlan.Plugged.word(plugin.name()) + " above: … }";
            case "import" -> "espalier import FILE." + plugin.name() + " --to mine.groovy";
            case "backend" -> "espalier run RECIPE --backend " + plugin.name();
            case "export" -> "export '" + plugin.name() + "', to: 'model." + plugin.name() + "'";
            case WeightsPlan.KIND ->
                "weights '" + plugin.name() + "', file: 'FILE'" + (options.isEmpty() ? "" : ", " + options);
            case RegularizePlan.KIND ->
                "regularize '" + plugin.name() + "', weights: 'fc*', strength: …"
                        + (options.isEmpty() ? "" : ", " + options);
            case SelectPlan.KIND ->
                "select '" + plugin.name() + "', mask: 'NAME', weights: 'conv*'"
                        + (options.isEmpty() ? "" : ", " + options);
            default -> plugin.kind() + " '" + plugin.name() + "'" + (options.isEmpty() ? "" : ", " + options);
        };
    }

    /** The page of the documentation that describes all plugins. */
    static String page(List<PluginDescriptor> plugins) {
        return """
                # Plugins

                The plugins that come with Espalier, by the word with which a recipe names them. `./espalier plugins list`
                shows those you added as well. This page is written by `./espalier plugins describe --markdown`; a test
                fails when it is out of date. [What is trusted](../security.md) says what adding a plugin means.

                """ + markdown(plugins);
    }

    private static String markdown(List<PluginDescriptor> plugins) {
        Map<String, List<PluginDescriptor>> byKind = plugins.stream()
                .collect(Collectors.groupingBy(PluginDescriptor::kind, TreeMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder();
        byKind.forEach((kind, ofKind) -> {
            page.append("## ").append(kind).append("\n\n");
            ofKind.forEach(plugin -> append(page, plugin));
        });
        return page.toString();
    }

    private static void append(StringBuilder page, PluginDescriptor plugin) {
        page.append("### ")
                .append(plugin.name())
                .append("\n\n")
                .append(plugin.doc())
                .append("\n\n    ");
        page.append(example(plugin)).append("\n\n");
        if (!plugin.options().isEmpty()) {
            page.append("| option | takes | default | |\n| --- | --- | --- | --- |\n");
            for (OptionDescriptor option : plugin.options()) {
                page.append("| `").append(option.name()).append("` | ").append(cell(takes(option)));
                page.append(" | ")
                        .append(cell(byDefault(option)))
                        .append(" | ")
                        .append(cell(option.doc()))
                        .append(" |\n");
            }
            page.append('\n');
        }
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
