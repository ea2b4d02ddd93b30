package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.files.FileDigest;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.dsl.GroovyRecipes;
import org.espalier.embed.Espalier;
import org.espalier.osgi.FelixHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on only with what it was made with. */
class RefusedResumeTest {
    private static final String RECIPE = """
            recipe('table') {
                seed 7
                data { source 'csv', file: 'table.csv', target: 'y'; batch 8 }
                model { input 2; dense 'out', units: 2 }
                phase('train') {
                    train steps(40)
                    loss 'cross-entropy'
                    optimizer 'mover'
                    learningRate 0.01
                }
            }
            """;

    @TempDir
    private Path work;

    private Path table() {
        return work.resolve("table.csv");
    }

    private Path stored() {
        return work.resolve("cut/recipe.groovy");
    }

    private static Espalier espalier(FelixHost host, String backend) {
        return Espalier.builder()
                .threads(2)
                .backend(backend)
                .catalog(host.catalog())
                .language(new GroovyRecipes())
                .build();
    }

    private RunSummary run(FelixHost host, String folder, RunControl control, Consumer<RunEvent> listener) {
        try (Espalier espalier = espalier(host, "scalar")) {
            RunOptions options = new RunOptions(work.resolve(folder), control);
            return espalier.run(espalier.compile(work.resolve("table.groovy"), Map.of()), options, listener)
                    .summary();
        }
    }

    private RunSummary resume(FelixHost host, String backend) {
        try (Espalier espalier = espalier(host, backend)) {
            Path folder = work.resolve("cut");
            return espalier.resume(espalier.recipeOf(folder), new RunOptions(folder, new RunControl()), event -> {})
                    .summary();
        }
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(work.resolve("cut"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                digests.put(file.toString(), FileDigest.sha256(file));
            }
        }
        return digests;
    }

    @Test
    void everyDifferenceIsListedNothingIsChangedAndWhatIsPutBackGoesOn() throws IOException {
        Files.writeString(work.resolve("table.groovy"), RECIPE);
        String data = "a,b,y\n" + "1,2,red\n2,1,blue\n".repeat(20);
        Files.writeString(table(), data);
        Path jar = SamplePlugins.mover("1.0.0", "0.9F").in(work.resolve("added"));
        byte[] first = Files.readAllBytes(jar);
        try (FelixHost host = Hosts.start(Distribution.bundleFolder())) {
            assertThat(host.add(jar)).isEmpty();
            String digest = run(host, "whole", new RunControl(), event -> {}).digest();
            RunControl control = new RunControl();
            run(host, "cut", control, event -> {
                if (event instanceof RunEvent.Trained trained && trained.step() == 15) {
                    control.stop();
                }
            });
            String recipe = Files.readString(stored());

            host.remove(jar);
            SamplePlugins.mover("1.1.0", "0.9F").in(work.resolve("added"));
            assertThat(host.add(jar)).isEmpty();
            Files.writeString(table(), data + "3,3,red\n");
            Files.writeString(stored(), recipe.replace("0.01", "0.02"));
            Map<String, String> before = files();
            assertThatThrownBy(() -> resume(host, "simd"))
                    .hasMessageContaining("because it would not end with the same bits:\n")
                    .hasMessageContaining("\n  the recipe was table (sha256 ")
                    .hasMessageContaining(";\n  the backend was scalar (")
                    .hasMessageContaining("), now simd (")
                    .hasMessageContaining(";\n  the bundle sample.mover was 1.0.0 (sha256 ")
                    .hasMessageContaining("), now 1.1.0 (sha256 ")
                    .hasMessageContaining(";\n  the data table.csv was sha256 ")
                    .hasMessageEndingWith(".\nPut back what changed, or start a new run.");
            assertThat(files()).isEqualTo(before);

            host.remove(jar);
            Files.write(jar, first);
            assertThat(host.add(jar)).isEmpty();
            Files.writeString(table(), data);
            Files.writeString(stored(), recipe);
            assertThat(resume(host, "scalar").digest()).isEqualTo(digest);
        }
    }
}
