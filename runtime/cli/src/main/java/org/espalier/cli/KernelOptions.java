package org.espalier.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which kernels are timed, and how. */
final class KernelOptions {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "Kernels to time (the fastest this machine can run).")
    private String backend = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that make each call at once, each on arguments of its own (1).")
    private @Nullable Integer threads;

    @Option(names = "--seconds", paramLabel = "S", description = "How long each call is made, over five turns (0.5).")
    private @Nullable Double seconds;

    @Option(names = "--small", description = "Small arguments, for a first look: rates are lower.")
    private boolean small;

    @Mixin
    private final PluginFolderOption plugins = new PluginFolderOption();

    String backend() {
        return backend;
    }

    int threads() {
        int count = threads == null ? 1 : threads;
        if (count < 1) {
            throw new UsageException("--threads takes a whole number from 1, not " + count + ".");
        }
        return count;
    }

    double seconds() {
        double length = seconds == null ? 0.5 : seconds;
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new UsageException("--seconds takes a number above 0, not " + length + ".");
        }
        return length;
    }

    boolean small() {
        return small;
    }

    PluginSource.AddedPlugins plugins(Surroundings surroundings) {
        return plugins.added(surroundings);
    }
}
