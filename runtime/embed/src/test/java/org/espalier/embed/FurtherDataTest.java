package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.api.border.TensorView;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.plan.DataBuilder;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.RecipePlanBuilder;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that see a batch of further data beside the main ones. */
final class FurtherDataTest {
    private static final int EXAMPLES = 60;
    /** Of gradients that were added in another order. */
    private static final double TOLERANCE = 2e-6;

    @TempDir
    Path temp;

    private static Consumer<DataBuilder> strokes(int seed, int batch) {
        return d -> d.source("strokes", Map.of("train", EXAMPLES, "test", 20, "seed", seed))
                .prepare("scale", Map.of("factor", 0.5))
                .batch(batch);
    }

    private static RecipePlanBuilder recipe(Consumer<DataBuilder> data) {
        return RecipePlan.builder("further")
                .seed(9)
                .data(data)
                .model(m -> m.input(28, 28, 1)
                        .layer("c1", "conv", Map.of("filters", 4, "kernel", 5, "stride", 3))
                        .layer("bn", "batch-norm", Map.of("activation", "relu"))
                        .flatten()
                        .dense("fc1", 24, "relu")
                        .dense("out", 10, "none"))
                .export("safetensors", "model.safetensors");
    }

    private static Consumer<PhaseBuilder> descent(long steps, double rate) {
        return p -> p.train(Span.steps(steps)).optimizer("sgd", Map.of()).learningRate(rate);
    }

    private Map<String, float[]> trained(String run, RecipePlanBuilder recipe) {
        SameBits.run(recipe.build(), temp.resolve(run), 2);
        Map<String, float[]> tensors = new TreeMap<>();
        for (TensorView view : new SafetensorsFiles()
                .read(temp.resolve(run).resolve("model.safetensors"))
                .tensors()) {
            if (view instanceof TensorView.Dense dense) {
                tensors.put(view.name(), dense.values());
            }
        }
        return tensors;
    }

    /** A step on one batch of all examples goes the same way whatever their order, but for rounding. */
    @Test
    void aStepGoesTheWeightedSumOfTheWaysOfBoth() {
        Map<String, float[]> start =
                trained("start", recipe(strokes(1, EXAMPLES)).phase("p", descent(1, 0)));
        Map<String, float[]> main = trained("main", recipe(strokes(1, EXAMPLES)).phase("p", descent(1, 0.1)));
        Map<String, float[]> other =
                trained("other", recipe(strokes(2, EXAMPLES)).phase("p", descent(1, 0.1)));
        for (double weight : List.of(-1.0, 0.5)) {
            Map<String, float[]> both = trained(
                    "both" + weight,
                    recipe(strokes(1, EXAMPLES))
                            .data("other", strokes(2, EXAMPLES))
                            .phase(
                                    "p",
                                    descent(1, 0.1).andThen(p -> p.loss("cross-entropy", Map.of(), "other", weight))));
            both.forEach((name, values) -> {
                float[] from = Objects.requireNonNull(start.get(name));
                float[] alone = Objects.requireNonNull(main.get(name));
                float[] beside = Objects.requireNonNull(other.get(name));
                for (int i = 0; i < values.length; i++) {
                    if (name.contains("running")) {
                        assertThat(values[i]).as(name).isEqualTo(alone[i]);
                    } else {
                        double sum = alone[i] + weight * (beside[i] - from[i]);
                        assertThat((double) values[i]).as(name).isCloseTo(sum, within(TOLERANCE));
                    }
                }
            });
        }
    }

    @Test
    void severalBatchesOfTheMainDataAndOneOfTheOthersMakeAStep() {
        Map<String, float[]> once = trained(
                "once",
                plain(EXAMPLES)
                        .phase("p", descent(1, 0.1).andThen(p -> p.loss("cross-entropy", Map.of(), "other", -0.5))));
        Map<String, float[]> twice = trained(
                "twice",
                plain(EXAMPLES / 2)
                        .phase(
                                "p",
                                descent(1, 0.1)
                                        .andThen(p -> p.accumulate(2).loss("cross-entropy", Map.of(), "other", -0.5))));
        once.forEach((name, values) -> {
            float[] same = Objects.requireNonNull(twice.get(name));
            for (int i = 0; i < values.length; i++) {
                assertThat((double) values[i]).as(name).isCloseTo(same[i], within(TOLERANCE));
            }
        });
    }

    /** Without batch normalisation, which sees each batch by itself. */
    private static RecipePlanBuilder plain(int batch) {
        return RecipePlan.builder("plain")
                .data(strokes(1, batch))
                .data("other", strokes(2, EXAMPLES))
                .model(m ->
                        m.input(28, 28, 1).flatten().dense("fc1", 24, "relu").dense("out", 10, "none"))
                .export("safetensors", "model.safetensors");
    }

    /** Epochs of the three begin at different steps, and links move. */
    private static RecipePlan unlearning() {
        return recipe(strokes(1, 20).andThen(d -> d.classesExcept(3)))
                .data("forget", strokes(1, 8).andThen(d -> d.classesOnly(3)))
                .data("other", strokes(2, 13))
                .checkpoint(Span.steps(7), 2)
                .phase(
                        "base",
                        descent(8, 0.05).andThen(p -> p.average(0.9).loss("cross-entropy", Map.of(), "other", 1)))
                .phase(
                        "p",
                        descent(24, 0.05)
                                .andThen(p -> p.optimizer("sgd", Map.of("momentum", 0.9))
                                        .accumulate(2)
                                        .loss(
                                                "cross-entropy",
                                                Map.of(),
                                                "forget",
                                                PluginUse.of("schedule", "linear", Map.of("from", -0.1, "to", 0)))
                                        .loss("cross-entropy", Map.of("smoothing", 0.1), "other", 0.5)
                                        .sparsify(s -> s.layers("fc1")
                                                .sparsity(0.8)
                                                .update(Span.steps(5), Span.steps(0), Span.percent(75))
                                                .replace(0.3)
                                                .prune("magnitude", Map.of())
                                                .grow("gradient", Map.of()))))
                .build();
    }

    @Test
    void aStopOrMoreThreadsChangeNothing() {
        RunSummary summary = new SameBits(temp)
                .requireTheSameBits(unlearning(), trained -> trained.phase().equals("p") && trained.step() == 11);
        assertThat(summary.metrics().keySet()).containsExactly("forget", "other", "test");
    }

    @Test
    void linesOfMetricsTellTheLossOfEachByItsName() {
        List<RunEvent.Trained> told = new ArrayList<>();
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            espalier.run(unlearning(), new RunOptions(temp.resolve("told"), new RunControl()), event -> {
                if (event instanceof RunEvent.Trained trained) {
                    told.add(trained);
                }
            });
        }
        assertThat(told.getFirst().further().keySet()).containsExactly("other");
        assertThat(told.getLast().further().keySet()).containsExactly("forget", "other");
        assertThat(told).allSatisfy(t -> assertThat(t.further().values()).allMatch(loss -> loss > 0));
        assertThat(temp.resolve("told").resolve("metrics.jsonl")).content().contains("\"further\":{\"forget\":");
        assertThat(temp.resolve("told").resolve("provenance.json")).content().contains("(forget)", "(other)");
    }

    @Test
    void aPlanCountsWhatTheyCost() {
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            PlanReport with = espalier.plan(unlearning(), false);
            PlanReport.Phase last = with.phases().getLast();
            assertThat(last.orderOfAStep())
                    .contains(
                            "draw 7 examples of 'forget', forward and backward",
                            "draw 13 examples of 'other', forward and backward",
                            "add the gradients of 'other', times 0.5")
                    .anyMatch(line -> line.startsWith("add the gradients of 'forget', times linear("));
            assertThat(last.flopsPerStep()).isEqualTo(with.trainingFlopsPerExample() * (2 * 20 + 7 + 13));
            PlanReport without = espalier.plan(
                    recipe(strokes(1, 20)).phase("p", descent(24, 0.1)).build(), false);
            assertThat(with.bytesNeeded()).isGreaterThan(without.bytesNeeded());
        }
    }

    @Test
    void picksAClassOrAllOthers() {
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            long only = stepsPerEpoch(espalier, d -> d.classesOnly(3));
            long except = stepsPerEpoch(espalier, d -> d.classesExcept(3));
            assertThat(only).isBetween(1L, EXAMPLES / 2L);
            assertThat(only + except).isEqualTo(EXAMPLES);
        }
    }

    private static long stepsPerEpoch(Espalier espalier, Consumer<DataBuilder> picked) {
        RecipePlan plan = recipe(strokes(1, 1).andThen(picked))
                .phase("p", descent(1, 0.1))
                .build();
        return espalier.plan(plan, false).phases().getFirst().stepsPerEpoch();
    }

    private void refused(RecipePlanBuilder recipe, String why) {
        RecipePlan plan = recipe.build();
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            assertThatThrownBy(() -> espalier.plan(plan, false))
                    .isInstanceOf(RecipeException.class)
                    .hasMessageContaining(why);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeTheFirstStep() {
        Consumer<PhaseBuilder> phase = descent(1, 0.1).andThen(p -> p.loss("cross-entropy", Map.of(), "other", 0.5));
        refused(
                recipe(strokes(1, 20))
                        .data("other", strokes(1, 20).andThen(d -> d.classesOnly(3, "nine")))
                        .phase("p", phase),
                "has no class 'nine'");
        refused(
                recipe(strokes(1, 20))
                        .data("other", strokes(1, 20).andThen(d -> d.classesExcept(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)))
                        .phase("p", phase),
                "No training example of");
        refused(
                recipe(strokes(1, 20))
                        .data("other", strokes(1, 20).andThen(d -> d.prepare("reconstruct")))
                        .phase("p", phase),
                "The data 'other' do not fit the model");
        refused(
                recipe(strokes(1, 20))
                        .data("other", strokes(1, 20))
                        .phase("first", descent(1, 0.1))
                        .phase(
                                "p",
                                descent(1, 0.1)
                                        .andThen(p -> p.teacher("first")
                                                .loss("distillation", Map.of("weight", 0.5))
                                                .loss("distillation", Map.of("weight", 0.5), "other", 0.5))),
                "who is asked about the main data alone");
    }
}
