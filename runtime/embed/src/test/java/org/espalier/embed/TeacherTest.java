package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.RecipePlanBuilder;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phases that learn from the network of an earlier one. */
final class TeacherTest {
    @TempDir
    Path temp;

    private static RecipePlanBuilder recipe() {
        return RecipePlan.builder("teacher")
                .seed(9)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .layer("c1", "conv", Map.of("filters", 8, "kernel", 5, "stride", 3))
                        .layer("bn", "batch-norm", Map.of("activation", "relu"))
                        .flatten()
                        .dense("fc1", 24, "relu")
                        .dense("out", 10, "none"))
                .checkpoint(Span.steps(7), 2)
                .phase("baseline", p -> trained(p, 60));
    }

    private static PhaseBuilder trained(PhaseBuilder phase, long steps) {
        return phase.train(Span.steps(steps))
                .optimizer("sgd", Map.of("momentum", 0.9))
                .learningRate(0.02);
    }

    private static void taught(PhaseBuilder phase, long steps, double weight) {
        trained(phase, steps).teacher("baseline").loss("distillation", Map.of("temperature", 4, "weight", weight));
    }

    private static RecipePlan cutAndTaught() {
        return recipe().select("smallest", Map.of("mask", "half", "weights", "c1", "share", 0.5))
                .shrinkTo("half", 0)
                .phase("taught", p -> {
                    taught(p, 400, 0.7);
                    p.sparsify(s -> s.layers("fc1")
                            .sparsity(0.8)
                            .update(Span.steps(60), Span.steps(0), Span.percent(75))
                            .replace(0.3)
                            .prune("magnitude", Map.of())
                            .grow("gradient", Map.of()));
                })
                .build();
    }

    @Test
    void aSmallerNetworkLearnsFromTheWholeOneWithTheSameBitsAfterAStop() {
        new SameBits(temp)
                .requireTheSameBits(
                        cutAndTaught(), trained -> trained.phase().equals("taught") && trained.step() == 11);
    }

    private RunSummary run(RecipePlan plan, String folder) {
        try (Espalier espalier = Espalier.builder().threads(2).build()) {
            return espalier.run(plan, new RunOptions(temp.resolve(folder), new RunControl()), event -> {})
                    .summary();
        }
    }

    @Test
    void aTeacherWithoutAShareChangesNothing() {
        RunSummary plain = run(recipe().phase("taught", p -> trained(p, 20)).build(), "plain");
        RunSummary summary = run(recipe().phase("taught", p -> taught(p, 20, 0)).build(), "without");
        assertThat(summary.digest()).isEqualTo(plain.digest());
        assertThat(summary.metrics()).isEqualTo(plain.metrics());
    }

    private static double loss(Map<String, Map<String, Double>> metrics) {
        return metrics.getOrDefault("test", Map.of()).getOrDefault("loss", Double.NaN);
    }

    @Test
    void whatIsMeasuredIsTheLossOfTheLabels() {
        RecipePlan plan = recipe().phase("taught", p -> taught(p.startFrom("baseline"), 1, 0.999))
                .build();
        RunSummary summary = run(plan, "measured");
        assertThat(loss(summary.metrics()))
                .isCloseTo(loss(summary.phases().getFirst().metrics()), withPercentage(20));
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            assertThat(espalier.evaluate(plan, temp.resolve("measured"), "test"))
                    .isEqualTo(summary.metrics().get("test"));
        }
    }

    @Test
    void aTeacherWithoutALossThatAsksItAndALossWithoutATeacherAreRefused() {
        RecipePlan unasked =
                recipe().phase("taught", p -> trained(p, 5).teacher("baseline")).build();
        assertThatThrownBy(() -> run(unasked, "unasked"))
                .hasMessageContaining("has a teacher, and its loss 'cross-entropy' asks it nothing");
        RecipePlan alone = recipe().phase("taught", p -> trained(p, 5).loss("distillation", Map.of()))
                .build();
        assertThatThrownBy(() -> run(alone, "alone")).hasMessageContaining("the phase has none");
    }
}
