package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.espalier.embed.Espalier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of network, small, sparse where it has weights: the same bits everywhere. */
final class EveryNetworkTest {
    private static final Path RECIPES = Path.of("src/test/recipes/networks");

    @TempDir
    Path temp;

    static List<String> networks() throws IOException {
        try (Stream<Path> files = Files.list(RECIPES)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".groovy"))
                    .sorted()
                    .toList();
        }
    }

    private RunSummary run(String network, String backend, int threads) {
        Path folder = temp.resolve(backend + "-" + threads);
        try (Espalier espalier =
                Espalier.builder().threads(threads).backend(backend).build()) {
            return espalier.run(
                            espalier.compile(RECIPES.resolve(network), Map.of()),
                            new RunOptions(folder, new RunControl()),
                            event -> {})
                    .summary();
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void givesTheSameBitsOnEveryBackendWithAnyNumberOfThreads(String network) {
        RunSummary alone = run(network, "simd", 1);
        assertThat(alone.outcome()).isEqualTo(Outcome.DONE);
        assertThat(run(network, "scalar", 2).digest()).isEqualTo(alone.digest());
    }
}
