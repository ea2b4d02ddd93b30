package org.espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.embed.Espalier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** With what a model computes. */
class ComputeOptions {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with (one for each processor). Results do not depend on it.")
    private @Nullable Integer threads;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = Espalier.AUTO,
            description = "Kernels to compute with (the fastest this machine can run).")
    private String backend = Espalier.AUTO;

    @Option(
            names = "--backend-option",
            paramLabel = "NAME=VALUE",
            description = "Give an option of the backend that --backend names a value; may be repeated.")
    private final List<String> backendOptions = new ArrayList<>();

    @Mixin
    private final PluginFolderOption plugins = new PluginFolderOption();

    /** Threads to compute with. */
    int threads() {
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (count < 1) {
            throw new UsageException("--threads takes a whole number from 1, not " + count + ".");
        }
        return count;
    }

    String backend() {
        return backend;
    }

    /** Options of the backend by name, as typed. */
    Map<String, String> backendOptions() {
        if (backend.equals(Espalier.AUTO) && !backendOptions.isEmpty()) {
            throw new UsageException("--backend-option gives an option of a backend, and --backend names none.");
        }
        return Settings.pairs("--backend-option", "tier=avx2", backendOptions);
    }

    /** The folder of public data sets, if the person has one. */
    Optional<Path> data(Surroundings surroundings) {
        String variable = surroundings.environment().getOrDefault("ESPALIER_DATA", "");
        return variable.isEmpty() ? Optional.empty() : Optional.of(surroundings.file(Path.of(variable)));
    }

    /** The added plugins. */
    PluginSource.AddedPlugins plugins(Surroundings surroundings) {
        return plugins.added(surroundings);
    }
}
