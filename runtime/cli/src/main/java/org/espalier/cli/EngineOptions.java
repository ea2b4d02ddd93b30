package org.espalier.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With what a recipe is read and run. */
final class EngineOptions extends ComputeOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "Folder of public data sets ($ESPALIER_DATA).")
    private @Nullable Path data;

    @Override
    Optional<Path> data(Surroundings surroundings) {
        return data == null ? super.data(surroundings) : Optional.of(surroundings.file(data));
    }
}
