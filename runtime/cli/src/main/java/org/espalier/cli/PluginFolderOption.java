package org.espalier.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where added plugins lie. */
final class PluginFolderOption {
    @Option(names = "--plugins", paramLabel = "DIR", description = "Folder of added plugins (~/.espalier/plugins).")
    private @Nullable Path plugins;

    Path folder(Surroundings surroundings) {
        return plugins == null ? surroundings.pluginFolder() : surroundings.file(plugins);
    }
}
