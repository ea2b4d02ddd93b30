package org.espalier.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Terminal;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code espalier plugins list}. */
@Command(name = "list", description = "List every plugin with its kind, the bundle it comes from and what it does.")
final class PluginsListCommand implements Callable<Integer> {
    private static final String OWN_BUNDLES = "org.espalier.plugins.";

    private final Surroundings surroundings;

    @Mixin
    private final PluginFolderOption folder = new PluginFolderOption();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    PluginsListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Terminal terminal = surroundings.terminal();
        try (PluginSource.OpenPlugins plugins = surroundings.plugins().open(folder.folder(surroundings))) {
            List<PluginDescriptor> all = plugins.catalog().plugins();
            if (output.json()) {
                all.forEach(plugin -> terminal.say(Json.of(plugin).compact()));
            } else {
                table(all).lines().forEach(terminal::sayCut);
                terminal.say("");
                terminal.say("  'espalier plugins describe NAME' shows the options of one.");
            }
            plugins.faults().forEach(terminal::note);
        }
        return ExitCode.DONE.number();
    }

    private static TextTable table(List<PluginDescriptor> plugins) {
        TextTable table = new TextTable("lllll").row("KIND", "NAME", "BUNDLE", "VERSION", "WHAT IT DOES");
        String kind = "";
        for (PluginDescriptor plugin : plugins) {
            String shown = plugin.kind().equals(kind) ? "" : plugin.kind();
            table.row(shown, plugin.name(), plugin.bundle().replace(OWN_BUNDLES, ""), plugin.version(), plugin.doc());
            kind = plugin.kind();
        }
        return table;
    }
}
