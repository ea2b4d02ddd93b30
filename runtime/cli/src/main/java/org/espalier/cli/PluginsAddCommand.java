package org.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Terminal;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code espalier plugins add}. */
@Command(
        name = "add",
        description = "Try a bundle of plugins and, when nothing is wrong with it, keep a copy for all recipes.")
final class PluginsAddCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE.jar", description = "The bundle.")
    private Path jar = Path.of("");

    @Mixin
    private final PluginFolderOption folder = new PluginFolderOption();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    PluginsAddCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = surroundings.file(jar);
        if (!Files.isRegularFile(file)) {
            throw new UsageException(
                    Files.isDirectory(file)
                            ? jar + " is a folder; name the jar of the bundle in it."
                            : "There is no file " + jar + ".");
        }
        PluginSource.AddedPlugins to = folder.added(surroundings);
        Terminal terminal = surroundings.terminal();
        try (PluginSource.OpenPlugins plugins = surroundings.plugins().open(to)) {
            List<PluginDescriptor> added = plugins.add(file);
            if (output.json()) {
                added.forEach(plugin -> terminal.say(Json.of(plugin).compact()));
            } else {
                terminal.say("Added " + jar.getFileName() + " to " + surroundings.show(to.folder())
                        + ". Recipes can now name:");
                TextTable table = new TextTable("lll");
                added.forEach(plugin -> table.row(plugin.kind(), plugin.name(), plugin.doc()));
                table.lines().forEach(terminal::say);
            }
        }
        return ExitCode.DONE.number();
    }
}
