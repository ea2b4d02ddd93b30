package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.border.TensorView;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.execution.TrainedModel;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary.Outcome;
import org.espalier.embed.Espalier;
import org.espalier.embed.RunResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A sparse network at rest: whatever it was exported as, it comes back with the same outputs and the same links, and trains on
 * as the network it was would have, with an optimizer that begins anew.
 */
final class ReimportedModelsTest {
    private static final String DATA = """
                data {
                    source 'strokes', train: 120, test: 40
                    prepare 'standardize'
                    batch 20
                }
            """;

    private static final String MODEL = """
                model {
                    input 28, 28, 1
                    maxPool size: 2
                    conv 'conv', filters: 6, kernel: 3
                    batchNorm 'bn', activation: 'relu'
                    residual {
                        conv 'inner', filters: 6, kernel: 3, padding: 1, activation: 'relu'
                    }
                    maxPool size: 2
                    flatten()
                    dense 'fc1', units: 24, activation: 'relu'
                    dense 'fc2', units: 24, activation: 'gelu'
                    dense 'out', units: 10
                }
            """;

    /** Links that are drawn start at 0, and some of them stay there. */
    private static final String LEARN = """
                phase('learn') {
                    train steps(24)
                    loss 'cross-entropy'
                    optimizer 'sgd', momentum: 0.9
                    learningRate 0.05
                    sparsify {
                        layers 'conv', 'inner', 'fc*'
                        sparsity 0.6
                        update every: steps(8), until: percent(100)
                        replace 0.3
                        prune 'magnitude'
                        grow 'random'
                    }
                }
            """;

    /** The links move on as well. */
    private static final String ON = """
                phase('on') {
                    WEIGHTS
                    train steps(12)
                    loss 'cross-entropy'
                    optimizer 'sgd', momentum: 0.9
                    learningRate 0.05
                    sparsify {
                        layers 'conv', 'inner', 'fc*'
                        sparsity 0.6
                        update every: steps(4), until: percent(100)
                        replace 0.3
                        prune 'magnitude'
                        grow 'gradient'
                    }
                }
            """;

    private static final String EXPORTS = """
                export 'safetensors', to: 'model.safetensors'
                export 'npz', to: 'model.npz'
                export 'csr', to: 'model.csr'
                export 'onnx', to: 'model.onnx'
                export 'onnx', to: 'sparse.onnx', sparse: true
            """;

    @TempDir
    private static Path trained;

    /** What the network computed when it was exported, and what became of it when it trained on. */
    private static float[][] outputs = new float[0][];

    private static Training unbroken = new Training(List.of(), List.of());

    @TempDir
    Path temp;

    /**
     * What training on came to.
     *
     * @param losses of every stretch of steps
     * @param parameters at the end
     */
    private record Training(List<Double> losses, List<TensorView> parameters) {}

    private static String recipe(String name, String... parts) {
        return "recipe('" + name + "') {\n    seed 7\n" + String.join("", parts) + "}\n";
    }

    /** With ND4J at hand, which the npz files need. */
    private static Espalier espalier() {
        return Espalier.builder()
                .backend("scalar")
                .threads(2)
                .libraryFolders(List.of(Distribution.libraryFolder()))
                .build();
    }

    private static RecipePlan plan(Path file, String text) throws IOException {
        try (Espalier espalier = espalier()) {
            return espalier.compile(Files.writeString(file, text), Map.of());
        }
    }

    private static Training run(RecipePlan plan, Path folder) {
        List<Double> losses = new ArrayList<>();
        try (Espalier espalier = espalier()) {
            RunResult result = espalier.run(plan, new RunOptions(folder, new RunControl()), event -> {
                if (event instanceof RunEvent.Trained stretch && stretch.phase().equals("on")) {
                    losses.add(stretch.loss());
                }
            });
            assertThat(result.summary().outcome()).isEqualTo(Outcome.DONE);
        }
        return new Training(
                losses,
                new SafetensorsFiles()
                        .read(folder.resolve("weights.safetensors"))
                        .tensors());
    }

    private static float[][] outputs(TrainedModel model) {
        float[][] outputs = new float[model.examples("test").count()][];
        model.answer(model.examples("test"), (example, given) -> outputs[example] = given.clone());
        return outputs;
    }

    private static float[][] outputs(RecipePlan plan, Optional<Path> run) {
        try (Espalier espalier = espalier()) {
            return run.map(folder -> espalier.withModel(plan, folder, ReimportedModelsTest::outputs))
                    .orElseGet(() -> espalier.withModel(plan, ReimportedModelsTest::outputs));
        }
    }

    @BeforeAll
    static void train() throws IOException {
        RecipePlan learn = plan(trained.resolve("learn.groovy"), recipe("learn", DATA, MODEL, LEARN, EXPORTS));
        run(learn, trained.resolve("run"));
        outputs = outputs(learn, Optional.of(trained.resolve("run")));
        String both = recipe("both", DATA, MODEL, LEARN, ON.replace("WEIGHTS\n", "\n"));
        unbroken = run(plan(trained.resolve("both.groovy"), both), trained.resolve("unbroken"));
    }

    private void goesOn(String model, String weights) throws IOException {
        RecipePlan plan = plan(temp.resolve("on.groovy"), recipe("on", DATA, model, ON.replace("WEIGHTS", weights)));
        assertThat(outputs(plan, Optional.empty())).isDeepEqualTo(outputs);
        Training on = run(plan, temp.resolve("on"));
        assertThat(on.losses()).hasSizeGreaterThan(2).isEqualTo(unbroken.losses());
        assertThat(on.parameters()).usingRecursiveComparison().isEqualTo(unbroken.parameters());
    }

    @ParameterizedTest
    @ValueSource(strings = {"safetensors", "npz", "csr"})
    void aFileOfWeightsComesBackWithItsLinksAndTrainsOn(String format) throws IOException {
        Path file = trained.resolve("run").resolve("model." + format);
        goesOn(MODEL, "weights '" + format + "', file: '" + file + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.onnx", "sparse.onnx"})
    void anOnnxFileComesBackWithItsLinksAndTrainsOn(String file) throws IOException {
        Path recipe = temp.resolve("mine.groovy");
        try (Espalier espalier = espalier()) {
            espalier.importNetwork(trained.resolve("run").resolve(file), "onnx", recipe);
        }
        String text = Files.readString(recipe);
        String model = text.substring(text.indexOf("    model {"), text.indexOf("    phase("));
        goesOn(model, "weights 'safetensors', file: 'mine.safetensors'");
    }

    @Test
    void someLinksOfTheNetworkHaveTheValueZero() {
        assertThat(new SafetensorsFiles()
                        .read(trained.resolve("run/model.safetensors"))
                        .tensors())
                .filteredOn(tensor -> tensor instanceof TensorView.Sparse)
                .hasSize(4)
                .anySatisfy(tensor ->
                        assertThat(((TensorView.Sparse) tensor).values()).contains(0f));
    }
}
