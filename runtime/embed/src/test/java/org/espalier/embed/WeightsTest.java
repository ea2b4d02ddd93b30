package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.espalier.api.EspalierException;
import org.espalier.api.Span;
import org.espalier.api.border.TensorView;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.RecipePlanBuilder;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A phase begins with trained values of a file. */
final class WeightsTest {
    @TempDir
    Path temp;

    private Path run = Path.of("");
    private Path file = Path.of("");
    private RecipePlan source =
            recipe("source", p -> p.sparsify(s -> s.layers("fc2").sparsity(0.8)));

    private static RecipePlan recipe(String name, Consumer<PhaseBuilder> phase) {
        return recipe(name, "fc1", 24, phase).build();
    }

    private static RecipePlanBuilder recipe(String name, String first, int second, Consumer<PhaseBuilder> phase) {
        return RecipePlan.builder(name)
                .seed(name.hashCode())
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .layer("", "max-pool", Map.of("size", 4))
                        .layer("conv", "conv", Map.of("filters", 3))
                        .layer("bn", "batch-norm", Map.of("activation", "relu"))
                        .flatten()
                        .dense(first, 24, "relu")
                        .dense("fc2", second, "relu")
                        .dense("out", 10, "none"))
                .phase("train", p -> {
                    p.train(Span.steps(30))
                            .optimizer("sgd", Map.of("momentum", 0.9))
                            .learningRate(0.05);
                    phase.accept(p);
                })
                .export("safetensors", "model.safetensors");
    }

    @BeforeEach
    void train() {
        run = temp.resolve("source");
        SameBits.run(source, run, 2);
        file = run.resolve("model.safetensors");
    }

    private Map<String, Object> from(Path weights, Map<String, ?> more) {
        Map<String, Object> options = new LinkedHashMap<>(more);
        options.put("file", weights.toString());
        return options;
    }

    private RecipePlan goingOn(Map<String, ?> more) {
        return recipe("on", p -> p.weights("safetensors", from(file, more)));
    }

    private static <T> T with(Function<Espalier, T> use) {
        try (Espalier espalier = Espalier.builder().backend("scalar").build()) {
            return use.apply(espalier);
        }
    }

    private static Map<String, Double> start(RecipePlan plan) {
        return with(espalier -> espalier.withModel(plan, model -> model.evaluate("test")));
    }

    @Test
    void aModelThatWasExportedAnswersAsItDidWithItsLinks() {
        Map<String, Double> end = with(espalier -> espalier.evaluate(source, run, "test"));
        assertThat(start(goingOn(Map.of()))).isEqualTo(end);
        RunSummary on = SameBits.run(goingOn(Map.of()), temp.resolve("on"), 1);
        assertThat(on.layers())
                .filteredOn(layer -> layer.name().equals("fc2"))
                .extracting(RunSummary.Layer::links)
                .containsExactly(Math.round(0.2 * 24 * 24));
    }

    @Test
    void aFileOfOthersHasTheColumnsBehindAPictureInAnotherOrder() throws IOException {
        List<TensorView> turned = new ArrayList<>();
        for (TensorView tensor : new SafetensorsFiles().read(file).tensors()) {
            turned.add(
                    tensor instanceof TensorView.Dense dense && dense.name().equals("fc1.weight")
                            ? new TensorView.Dense(dense.name(), dense.shape(), channelsFirst(dense.values()))
                            : tensor);
        }
        Path other = temp.resolve("other.safetensors");
        new SafetensorsFiles().write(other, turned, Map.of());
        RecipePlan plan = recipe("on", p -> p.weights("safetensors", from(other, Map.of())));
        assertThat(start(plan)).isEqualTo(with(espalier -> espalier.evaluate(source, run, "test")));
    }

    /** The 25 places of 3 channels. */
    private static float[] channelsFirst(float... values) {
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int row = i / 75;
            int place = i % 75 / 3;
            turned[row * 75 + i % 3 * 25 + place] = values[i];
        }
        return turned;
    }

    @Test
    void aRunThatBeginsSoHasTheSameBitsAfterAStop() {
        SameBits bits = new SameBits(temp);
        bits.requireTheSameBits(goingOn(Map.of()), 11);
        RecipePlan sparser = recipe(
                "sparser",
                p -> p.weights("safetensors", from(file, Map.of()))
                        .sparsify(s -> s.layers("fc1").sparsity(0.5).start("random", Map.of())));
        assertThat(bits.requireTheSameBits(sparser, 11).sparsity()).isGreaterThan(0.5);
    }

    @Test
    void aLaterPhaseMayTakeAPartOfItsNetworkFromAFile() {
        RecipePlan later = recipe("later", "fc1", 24, p -> {})
                .phase(
                        "second",
                        p -> p.weights("safetensors", from(file, Map.of("only", "fc*")))
                                .train(Span.steps(10))
                                .optimizer("sgd", Map.of())
                                .learningRate(0.0))
                .build();
        RunSummary summary =
                new SameBits(temp).requireTheSameBits(later, t -> t.phase().equals("second"));
        assertThat(summary.layers())
                .extracting(RunSummary.Layer::storage)
                .containsExactly("dense", "dense", "sparse", "dense");
    }

    @Test
    void whatDoesNotFitIsToldAtOnce() {
        RecipePlan other = recipe("other", "first", 7, p -> p.weights("safetensors", from(file, Map.of())))
                .build();
        assertThatThrownBy(() -> start(other))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("model.safetensors has no values for 'first.weight' [24, 75].")
                .hasMessageContaining("has no values for 'first.bias' [24].")
                .hasMessageContaining("'out.weight' of the model has the shape [10, 7], and 'out.weight' of ")
                .hasMessageContaining("for which the model has no place: fc1.weight, fc1.bias.");
        RecipePlan rest = recipe(
                        "rest",
                        "first",
                        7,
                        p -> p.weights(
                                "safetensors",
                                from(file, Map.of("except", List.of("fc2", "out"), "rename", Map.of("fc1", "first")))))
                .build();
        assertThat(start(rest)).containsKey("loss");
    }

    @Test
    void aRunDoesNotGoOnWithAFileThatHasChanged() throws IOException {
        Path folder = temp.resolve("changed");
        RecipePlan plan = goingOn(Map.of());
        RunControl control = new RunControl();
        SameBits.run(plan, folder, 1, control, step -> step.step() == 5);
        RecipePlan other = recipe(
                "source",
                p -> p.learningRate(0.01).sparsify(s -> s.layers("fc2").sparsity(0.8)));
        SameBits.run(other, temp.resolve("other"), 1);
        Files.copy(temp.resolve("other/model.safetensors"), file, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> SameBits.run(plan, folder, 1))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("it would not end with the same bits")
                .hasMessageContaining("model.safetensors");
    }

    @Test
    void aModelNeedsARunOrAFile() {
        assertThatThrownBy(() -> start(source)).hasMessageContaining("The recipe 'source' begins with random values.");
        assertThatThrownBy(() -> start(recipe(
                        "missing", p -> p.weights("safetensors", from(temp.resolve("none.pt"), Map.of())))))
                .hasMessageContaining(
                        "There is no file " + temp.resolve("none.pt") + "; a file of trained values is wanted.");
    }
}
