package org.espalier.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.espalier.cli.terminal.Terminal;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.catalog.OptionDescriptor;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.json.Json;
import org.espalier.osgi.AddedBundle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier plugins describe}. */
@Command(name = "describe", description = "Show what a plugin does and its options with type, default and range.")
final class PluginsDescribeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            arity = "0..2",
            paramLabel = "[KIND] NAME",
            hideParamSyntax = true,
            description = "For example 'sgd', 'prune random', or a kind alone; without it, every plugin.")
    private List<String> words = List.of();

    @Option(names = "--markdown", description = "Write a page of Markdown, such as docs/plugins/README.md.")
    private boolean markdown;

    @Mixin
    private final PluginFolderOption folder = new PluginFolderOption();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    PluginsDescribeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Terminal terminal = surroundings.terminal();
        try (PluginSource.OpenPlugins plugins = surroundings.plugins().open(folder.added(surroundings))) {
            List<PluginDescriptor> all = plugins.catalog().plugins();
            List<PluginDescriptor> named = named(all);
            if (output.json()) {
                named.forEach(plugin -> terminal.say(Json.of(plugin).compact()));
            } else if (markdown) {
                terminal.out().print(PluginReference.page(named));
            } else {
                named.forEach(plugin -> describe(plugin, plugins.added()).forEach(terminal::say));
            }
        }
        return ExitCode.DONE.number();
    }

    /** One word is a name or a kind, two are a kind and a name. */
    private List<PluginDescriptor> named(List<PluginDescriptor> all) {
        if (words.isEmpty()) {
            return all;
        }
        String first = words.getFirst();
        String last = words.getLast();
        List<PluginDescriptor> named = all.stream()
                .filter(p -> words.size() == 1
                        ? p.name().equals(last) || p.kind().equals(last)
                        : p.kind().equals(first) && p.name().equals(last))
                .toList();
        if (named.isEmpty()) {
            List<String> known = all.stream()
                    .flatMap(p -> Stream.of(p.name(), p.kind()))
                    .distinct()
                    .toList();
            throw new UsageException("There is no plugin '" + String.join(" ", words) + "'."
                    + DidYouMean.sentence(last, known) + " 'espalier plugins list' shows all.");
        }
        return named;
    }

    private static List<String> describe(PluginDescriptor plugin, List<AddedBundle> added) {
        List<String> lines = new java.util.ArrayList<>();
        lines.add(plugin.name() + ", a plugin of kind " + plugin.kind() + " (" + plugin.bundle() + " "
                + plugin.version() + ")");
        lines.add("  " + plugin.doc());
        added.stream()
                .filter(bundle -> bundle.name().equals(plugin.bundle())
                        && bundle.version().equals(plugin.version()))
                .forEach(bundle -> lines.add("  From " + bundle.jar() + " ("
                        + bundle.trust().text() + "; SHA-256 " + bundle.sha256() + ")"));
        lines.add("  In a recipe:  " + PluginReference.example(plugin));
        if (plugin.options().isEmpty()) {
            lines.add("  It has no options.");
        } else {
            lines.add("");
            TextTable table = new TextTable("llll").row("OPTION", "TAKES", "DEFAULT", "");
            for (OptionDescriptor option : plugin.options()) {
                table.row(
                        option.name(), PluginReference.takes(option), PluginReference.byDefault(option), option.doc());
            }
            lines.addAll(table.lines());
        }
        lines.add("");
        return lines;
    }
}
