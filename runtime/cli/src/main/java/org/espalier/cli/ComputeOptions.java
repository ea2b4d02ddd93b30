package org.espalier.cli;

import java.nio.file.Path;
import java.util.Optional;
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
            defaultValue = "auto",
            description = "Kernels to compute with (the fastest this machine can run).")
    private String backend = "auto";

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
