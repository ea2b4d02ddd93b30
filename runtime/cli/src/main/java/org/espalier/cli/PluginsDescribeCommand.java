package org.espalier.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Terminal;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.catalog.OptionDescriptor;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier plugins describe}. */
@Command(name = "describe", description = "Show what a plugin does and its options with type, default and range.")
final class PluginsDescribeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The plugin's name, for example 'sgd'; without it, every plugin.")
    private @Nullable String name;

    @Option(names = "--markdown", description = "Write Markdown, as docs/plugins/README.md is written.")
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
        try (PluginSource.OpenPlugins plugins = surroundings.plugins().open(folder.folder(surroundings))) {
            List<PluginDescriptor> all = plugins.catalog().plugins();
            List<PluginDescriptor> named = all.stream()
                    .filter(p -> name == null || p.name().equals(name))
                    .toList();
            if (named.isEmpty() && name != null) {
                throw new UsageException("There is no plugin '" + name + "'."
                        + DidYouMean.sentence(
                                name, all.stream().map(PluginDescriptor::name).toList())
                        + " 'espalier plugins list' shows all.");
            }
            if (output.json()) {
                named.forEach(plugin -> terminal.say(Json.of(plugin).compact()));
            } else if (markdown) {
                terminal.out().print(PluginReference.markdown(named));
            } else {
                named.forEach(plugin -> describe(plugin).forEach(terminal::say));
            }
        }
        return ExitCode.DONE.number();
    }

    private static List<String> describe(PluginDescriptor plugin) {
        List<String> lines = new java.util.ArrayList<>();
        lines.add(plugin.name() + ", a plugin of kind " + plugin.kind() + " (" + plugin.bundle() + " "
                + plugin.version() + ")");
        lines.add("  " + plugin.doc());
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
