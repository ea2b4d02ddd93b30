package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.espalier.api.Dial;
import org.espalier.api.number.Schedule;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunSummary;
import org.espalier.dsl.GroovyRecipes;
import org.espalier.embed.Espalier;
import org.espalier.embed.GuicePluginFactory;
import org.espalier.osgi.FelixHost;
import org.espalier.osgi.PluginFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project under docs/examples, built and added to a host that runs the distribution. */
class ExamplePluginTest {
    private static final Path SOURCES =
            Path.of("../../docs/examples/plugin-example/src/main/java/org/example/espalier");
    private static final String RECIPE = """
            recipe('own-layers') {
                data { source 'strokes', train: 640, test: 64; batch 64 }
                model {
                    input 28, 28, 1
                    conv 'c1', filters: 4, stride: 2, activation: 'relu'
                    sine frequency: 2
                    flatten()
                    dense 'fc1', units: 32, activation: 'squared-relu', init: diagonal(noise: 0.05), adapt: 'shift'
                    bottleneck 'neck', units: 8
                    experts('moe', count: 3) {
                        gate 'sigmoid-top', balance: 0.1
                        dense 'up', units: 24, activation: 'relu'
                    }
                    dense 'out', units: 10
                }
                phase('train') {
                    train steps(120)
                    loss 'tempered', temperature: 1.5
                    optimizer 'sgd', momentum: 0.9
                    learningRate 'geometric', from: 0.05, to: 0.005
                    sparsify { layers 'neck.*', 'fc1', 'moe.*.up'; sparsity 0.8; distribute 'uniform' }
                }
                report 'activations'
                expect { accuracy above: 0.2; sparsity of: 'neck.*', atLeast: 0.75 }
            }
            """;
    private static final String BORDERS = """
            recipe('own-borders') {
                data { source 'spirals', train: 400, test: 100, noise: 0.01; batch 50 }
                model {
                    input 2
                    dense 'fc1', units: 32, activation: 'relu'
                    dense 'fc2', units: 32, activation: 'relu'
                    dense 'out', units: 2
                }
                phase('train') {
                    train epochs(40)
                    loss 'cross-entropy'
                    optimizer 'adam'
                    learningRate 0.01
                    rule 'gradient-noise', eta: 1e-4
                    sparsify { layers 'fc2'; sparsity 0.5; distribute 'uniform' }
                }
                apply 'clip', bound: 0.5, layers: ['fc2', 'out']
                export 'link-table', to: 'links.txt'
                expect { accuracy above: 0.6 }
            }
            """;
    private static final List<String> NAMES = List.of(
            "Geometric",
            "Bottleneck",
            "Sine",
            "SigmoidGate",
            "Tempered",
            "Diagonal",
            "SquaredRelu",
            "Shift",
            "Clip",
            "GradientNoise",
            "Spirals",
            "LinkTable");
    private static final double ROUNDING = 1e-15;

    @TempDir
    private Path work;

    @Test
    void isAddedToTheDistributionAndUsed() throws IOException {
        Path jar = example();
        Path user = work.resolve("plugins");
        try (FelixHost host = Hosts.start(Distribution.bundleFolder(), user)) {
            new PluginFolder(user).add(jar, host);
        }
        try (FelixHost host = Hosts.start(Distribution.bundleFolder(), user)) {
            assertThat(host.faults()).isEmpty();
            assertThat(schedule(host, Map.of("from", 0.1, "to", 0.001)).at(0.5)).isCloseTo(0.01, within(ROUNDING));
            assertThatThrownBy(() -> schedule(host, Map.of("form", 0.1)))
                    .hasMessageContaining("The schedule 'geometric' has no option 'form'. Did you mean 'from'?")
                    .hasMessageContaining("The schedule 'geometric' needs the option 'from'");
            assertThatThrownBy(() -> schedule(host, Map.of("from", 0.5, "to", 0.5)))
                    .hasMessageContaining("from and to must differ, both were 0.5");
        }
    }

    @Test
    void itsPartsOfTheGraphTrainInTheHost() throws IOException {
        Path recipe = Files.writeString(work.resolve("own-layers.groovy"), RECIPE);
        Path jar = example();
        try (FelixHost host = Hosts.start(Distribution.bundleFolder())) {
            assertThat(host.add(jar)).isEmpty();
            try (Espalier espalier = Espalier.builder()
                    .threads(2)
                    .catalog(host.catalog())
                    .language(new GroovyRecipes())
                    .build()) {
                RunOptions options = new RunOptions(work.resolve("run"), new RunControl());
                RunSummary summary = espalier.run(espalier.compile(recipe, Map.of()), options, event -> {})
                        .summary();
                assertThat(summary.expectations()).allMatch(RunSummary.Check::met);
                assertThat(summary.layers())
                        .extracting(RunSummary.Layer::name)
                        .containsExactly(
                                "c1",
                                "fc1",
                                "neck.down",
                                "neck.up",
                                "moe.gate",
                                "moe.0.up",
                                "moe.1.up",
                                "moe.2.up",
                                "out");
                assertThat(summary.phases().getFirst().activations())
                        .extracting(RunSummary.Activations::name)
                        .contains("sine-1", "neck.middle", "neck", "moe.gates");
            }
        }
    }

    @Test
    void itsSourceRuleTransformAndExporterWorkInTheHost() throws IOException {
        Path recipe = Files.writeString(work.resolve("own-borders.groovy"), BORDERS);
        Path jar = example();
        Path run = work.resolve("run");
        try (FelixHost host = Hosts.start(Distribution.bundleFolder())) {
            assertThat(host.add(jar)).isEmpty();
            try (Espalier espalier = Espalier.builder()
                    .threads(2)
                    .catalog(host.catalog())
                    .language(new GroovyRecipes())
                    .build()) {
                RunSummary summary = espalier.run(
                                espalier.compile(recipe, Map.of()), new RunOptions(run, new RunControl()), event -> {})
                        .summary();
                assertThat(summary.error()).isEmpty();
                assertThat(summary.expectations()).allMatch(RunSummary.Check::met);
            }
        }
        assertThat(Files.readAllLines(run.resolve("links.txt")))
                .hasSize(512)
                .allMatch(line -> line.startsWith("fc2.weight "))
                .allMatch(line -> Math.abs(Double.parseDouble(line.substring(line.lastIndexOf(' ')))) <= 0.5);
    }

    private Path example() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String name : NAMES) {
            sources.put(name, Files.readString(SOURCES.resolve(name + ".java")));
        }
        return BundleJar.of("plugin-example", sources)
                .header(
                        "Import-Package",
                        "org.espalier.api,org.espalier.api.number,org.espalier.api.graph,org.espalier.api.loop,"
                                + "org.espalier.api.border,jakarta.inject")
                .in(work);
    }

    private static Schedule schedule(FelixHost host, Map<String, ?> options) {
        return new GuicePluginFactory(host.catalog())
                .create(
                        Schedule.class,
                        PluginUse.of("schedule", "geometric", options),
                        PluginServices.of(use -> Dial.fixed(0), Path.of("")));
    }
}
