package org.espalier.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Terminal;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.json.Json;
import org.espalier.osgi.AddedBundle;
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
        try (PluginSource.OpenPlugins plugins = surroundings.plugins().open(folder.added(surroundings))) {
            List<PluginDescriptor> all = plugins.catalog().plugins();
            if (output.json()) {
                all.forEach(plugin -> terminal.say(Json.of(plugin).compact()));
                plugins.added()
                        .forEach(bundle -> terminal.say(
                                Json.of(Map.of("addedBundle", bundle)).compact()));
            } else {
                table(all).lines().forEach(terminal::sayCut);
                if (!plugins.added().isEmpty()) {
                    terminal.say("");
                    added(plugins.added()).lines().forEach(terminal::say);
                }
                terminal.say("");
                terminal.say("  'espalier plugins describe NAME' shows the options of one.");
            }
            plugins.faults().forEach(terminal::note);
        }
        return ExitCode.DONE.number();
    }

    private static TextTable added(List<AddedBundle> bundles) {
        TextTable table = new TextTable("llll").row("ADDED BUNDLE", "VERSION", "TRUST", "SHA-256");
        bundles.forEach(bundle ->
                table.row(bundle.name(), bundle.version(), bundle.trust().text(), bundle.sha256()));
        return table;
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
