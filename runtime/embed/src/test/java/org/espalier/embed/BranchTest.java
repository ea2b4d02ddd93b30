package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.api.border.TensorView;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.RecipePlanBuilder;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phases that begin with the network of an earlier phase: forks, and going back. */
final class BranchTest {
    /** In the middle of an epoch. */
    private static final long REWIND = 13;

    @TempDir
    Path temp;

    private static RecipePlanBuilder recipe() {
        return RecipePlan.builder("branch")
                .seed(5)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .layer("c1", "conv", Map.of("filters", 4, "kernel", 5, "stride", 3))
                        .layer("bn", "batch-norm", Map.of("activation", "relu"))
                        .flatten()
                        .dense("fc1", 24, "relu")
                        .dense("out", 10, "none"))
                .checkpoint(Span.steps(7), 2)
                .export("safetensors", "model.safetensors");
    }

    private static Consumer<PhaseBuilder> dense(long steps) {
        return p -> p.train(Span.steps(steps))
                .optimizer("sgd", Map.of("momentum", 0.9))
                .learningRate(0.02)
                .average(0.9);
    }

    private static Consumer<PhaseBuilder> rigl(Consumer<PhaseBuilder> start) {
        return p -> {
            start.accept(p);
            p.train(Span.steps(24))
                    .optimizer("adam", Map.of())
                    .learningRate(0.001)
                    .sparsify(s -> s.layers("fc1")
                            .sparsity(0.9)
                            .update(Span.steps(5), Span.steps(0), Span.percent(75))
                            .replace(0.3)
                            .prune("magnitude", Map.of())
                            .grow("gradient", Map.of()));
        };
    }

    private RunSummary run(RecipePlan plan, String folder) {
        try (Espalier espalier = Espalier.builder().threads(2).build()) {
            RunSummary summary = espalier.run(plan, new RunOptions(temp.resolve(folder), new RunControl()), event -> {})
                    .summary();
            assertThat(summary.outcome()).isEqualTo(Outcome.DONE);
            return summary;
        }
    }

    @Test
    void aForkIsTheSameWhateverWasTrainedBetween() {
        RunSummary alone =
                run(recipe().phase("base", dense(30)).phase("b", rigl(p -> {})).build(), "alone");
        RunSummary forked = run(
                recipe().phase("base", dense(30))
                        .phase("a", rigl(p -> {}))
                        .phase("b", rigl(p -> p.startFrom("base")))
                        .build(),
                "forked");
        assertThat(forked.digest()).isEqualTo(alone.digest());
        assertThat(forked.phases().getLast().epochs())
                .isEqualTo(alone.phases().getLast().epochs());
    }

    @Test
    void goingBackIsTheSameAsNeverHavingGoneFurther() {
        Consumer<PhaseBuilder> noAverage = p -> p.optimizer("sgd", Map.of()).learningRate(0.02);
        RunSummary alone = run(
                recipe().phase("base", noAverage.andThen(p -> p.train(Span.steps(REWIND))))
                        .phase("b", rigl(p -> {}))
                        .build(),
                "alone");
        RunSummary wound = run(
                recipe().phase("base", noAverage.andThen(p -> p.train(Span.steps(30))))
                        .phase("b", rigl(p -> p.startFrom("base", Span.steps(REWIND))))
                        .build(),
                "wound");
        assertThat(wound.digest()).isEqualTo(alone.digest());
    }

    private static RecipePlan tree() {
        return recipe().phase("base", dense(30))
                .phase("a", rigl(p -> {}))
                .phase("b", rigl(p -> p.startFrom("base", Span.epochs(1))))
                .phase("c", rigl(p -> p.startFrom("a")))
                .phase("d", dense(15).andThen(p -> p.startFrom("base")))
                .average("base", "d")
                .recalibrate(11)
                .phase("e", dense(40))
                .build();
    }

    @Test
    void aStopBeforeOrAfterAForkChangesNothing() {
        new SameBits(temp).requireTheSameBits(tree(), trained -> trained.phase().equals("c") && trained.step() == 11);
    }

    @Test
    void aPlanSaysWhatAPhaseBeginsWith() {
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            assertThat(espalier.plan(tree(), false).phases())
                    .extracting(PlanReport.Phase::start)
                    .containsExactly(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("the network of 'base' as it was after epochs(1)"),
                            Optional.of("the network of 'a' as it was at its end"),
                            Optional.of("the network of 'base' as it was at its end"),
                            Optional.empty());
            assertThat(espalier.plan(tree(), false).phases().get(1).orderOfAStep())
                    .anyMatch(step -> step.contains("topology update of fc1"));
            assertThat(espalier.plan(tree(), false).phases().get(4).then())
                    .containsExactly(
                            "average: the network becomes the mean of those 'base', 'd' ended with",
                            "recalibrate: running statistics are estimated anew from 11 batches of the training data");
        }
    }

    @Test
    void recalibrationChangesRunningStatisticsAlone() {
        Map<String, Double> before = run(recipe().phase("base", dense(15)).build(), "before")
                .metrics()
                .get("test");
        RecipePlan plan = recipe().phase("base", dense(15)).recalibrate(20).build();
        RunSummary summary = run(plan, "after");

        assertThat(summary.metrics().get("test")).isNotEqualTo(before);
        assertThat(tensors("after", false)).isEqualTo(tensors("before", false));
        assertThat(tensors("after", true)).isNotEqualTo(tensors("before", true));
    }

    /** Either the running statistics a run ended with, or everything else. */
    private Map<String, String> tensors(String run, boolean statistics) {
        Map<String, String> tensors = new TreeMap<>();
        for (TensorView view : new SafetensorsFiles()
                .read(temp.resolve(run).resolve("model.safetensors"))
                .tensors()) {
            if (view.name().contains("running") == statistics && view instanceof TensorView.Dense dense) {
                tensors.put(view.name(), Arrays.toString(dense.values()));
            }
        }
        assertThat(tensors).isNotEmpty();
        return tensors;
    }

    @Test
    void aNetworkWithoutBatchNormalisationHasNothingToRecalibrate() {
        RecipePlan plan = RecipePlan.builder("plain")
                .data(d -> d.source("strokes", Map.of("train", 40, "test", 20)))
                .model(m -> m.input(28, 28, 1).flatten().dense("out", 10, "none"))
                .phase("base", dense(15))
                .recalibrate(11)
                .build();
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            assertThatThrownBy(() -> espalier.plan(plan, false))
                    .isInstanceOf(RecipeException.class)
                    .hasMessageContaining("no layer of the model has batch normalisation");
        }
    }

    @Test
    void networksWithDifferentLinksHaveNoMean() {
        RecipePlan plan = recipe().phase("base", dense(15))
                .phase("a", rigl(p -> {}))
                .phase("b", rigl(p -> p.startFrom("base")))
                .average("a", "b")
                .build();
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            assertThat(espalier.run(plan, new RunOptions(temp.resolve("none"), new RunControl()), event -> {})
                            .summary()
                            .error()
                            .orElseThrow())
                    .contains("the weight of 'fc1' does not have the same links in all of them");
        }
    }
}
