package org.espalier.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where added plugins lie, and which of them are trusted. */
final class PluginFolderOption {
    @Option(names = "--plugins", paramLabel = "DIR", description = "Folder of added plugins (~/.espalier/plugins).")
    private @Nullable Path plugins;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Use only added plugins whose digest or signer this list names ($ESPALIER_TRUST).")
    private @Nullable Path trust;

    PluginSource.AddedPlugins added(Surroundings surroundings) {
        return new PluginSource.AddedPlugins(
                plugins == null ? surroundings.pluginFolder() : surroundings.file(plugins), list(surroundings));
    }

    private Optional<Path> list(Surroundings surroundings) {
        String variable = surroundings.environment().getOrDefault("ESPALIER_TRUST", "");
        Optional<Path> named =
                trust == null && !variable.isEmpty() ? Optional.of(Path.of(variable)) : Optional.ofNullable(trust);
        return named.map(surroundings::file);
    }
}
