package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Penalties on groups of weights, while links move. */
final class PenaltiesTest {
    @TempDir
    Path temp;

    /** RigL with momentum on a layer that is cut into several parts. */
    private static RecipePlan plan(Consumer<PhaseBuilder> step) {
        return RecipePlan.builder("penalties")
                .seed(3)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 40, "relu")
                        .dense("fc2", 24, "relu")
                        .dense("out", 10, "none"))
                .phase("train", p -> {
                    p.train(Span.steps(300))
                            .optimizer("sgd", Map.of("momentum", 0.9))
                            .learningRate("cosine", Map.of("from", 0.05, "to", 0))
                            .sparsify(s -> s.layers("fc1")
                                    .sparsity(0.7)
                                    .update(Span.steps(7), Span.steps(0), Span.percent(80))
                                    .replace(0.3)
                                    .prune("magnitude", Map.of())
                                    .grow("gradient", Map.of()));
                    step.accept(p);
                })
                .checkpoint(Span.steps(6), 2)
                .build();
    }

    /** Another network than without, for any number of threads and after being stopped, and no garbage. */
    private void requireTheSameBits(Consumer<PhaseBuilder> step) {
        SameBits bits = new SameBits(temp);
        String digest = bits.requireTheSameBits(plan(step), 17).digest();
        assertThat(bits.run(plan(p -> {}), 2).digest()).isNotEqualTo(digest);
    }

    @Test
    void proximalStepsGiveTheSameBits() {
        requireTheSameBits(p -> p.regularize(
                        "wgsef",
                        Map.of("weights", "fc*", "groups", "neuron", "strength", 0.05, "keep", 0.5, "of", "layer"))
                .regularize("l1", Map.of("weights", "out", "strength", 1e-3, "every", Span.steps(4))));
    }

    @Test
    void proximalStepsThatAreAveragedGiveTheSameBits() {
        PluginUse rising = PluginUse.of("schedule", "linear", Map.of("from", 0, "to", 0.01));
        requireTheSameBits(
                p -> p.regularize("group-lasso", Map.of("weights", "fc*", "groups", "channel", "strength", rising))
                        .average(0.95));
    }

    @Test
    void penaltiesInTheGradientGiveTheSameBits() {
        requireTheSameBits(p -> p.regularize(
                        "l1", Map.of("weights", List.of("fc1", "out"), "strength", 1e-3, "by", "gradient"))
                .clipNorm(0.5));
    }

    @Test
    void halfSpaceStepsGiveTheSameBits() {
        requireTheSameBits(p -> p.regularize(
                        "wgsef",
                        Map.of("weights", "fc*", "groups", "neuron", "strength", 0.05, "keep", 0.5, "by", "half-space"))
                .average(0.95));
    }

    @Test
    void thePlanSaysWherePenaltiesAct() {
        RecipePlan plan = plan(p -> p.regularize("l1", Map.of("weights", "fc2", "strength", 1e-3, "by", "gradient"))
                .regularize(
                        "group-lasso",
                        Map.of("weights", "fc*", "groups", "neuron", "strength", 0.01, "every", Span.steps(10)))
                .clipNorm(0.5));
        try (Espalier espalier = Espalier.builder().backend("scalar").build()) {
            assertThat(espalier.plan(plan, false).phases().getFirst().orderOfAStep())
                    .containsSubsequence(
                            "backward",
                            "add the gradient of l1 on each value of fc2.weight",
                            "scale all gradients together to a norm of at most 0.5",
                            "optimizer",
                            "every 10 steps: proximal step of group-lasso on each neuron of fc1.weight, fc2.weight");
        }
    }

    @Test
    void wgsefMakesUnitsZeroAndLeavesThoseItWasAskedFor() {
        List<RunEvent.Penalised> told = new ArrayList<>();
        RecipePlan plan = RecipePlan.builder("groups")
                .seed(3)
                .data(d -> d.source("strokes", Map.of("train", 400, "test", 60))
                        .prepare("standardize")
                        .batch(400))
                .model(m ->
                        m.input(28, 28, 1).flatten().dense("fc1", 24, "relu").dense("out", 10, "none"))
                .phase(
                        "train",
                        p -> p.train(Span.epochs(400))
                                .optimizer("sgd", Map.of())
                                .learningRate(0.1)
                                .regularize(
                                        "wgsef",
                                        Map.of("weights", "fc1", "groups", "neuron", "strength", 0.5, "keep", 0.25)))
                .build();
        try (Espalier espalier = Espalier.builder().backend("scalar").build()) {
            espalier.run(plan, new RunOptions(temp.resolve("groups"), new RunControl()), event -> {
                if (event instanceof RunEvent.Penalised penalised) {
                    told.add(penalised);
                }
            });
        }
        assertThat(told).hasSize(400);
        assertThat(told.getFirst().zero()).isZero();
        assertThat(told.getLast().groups()).isEqualTo(24);
        assertThat(told.getLast().zero()).isBetween(8, 18);
        assertThat(told.getLast().value()).isPositive();
    }

    @Test
    void aLayerWithoutScalesHasNoneToPenalise() {
        RecipePlan plan = plan(p -> p.regularize("l1", Map.of("scales", "fc*", "strength", 1e-3)));
        try (Espalier espalier = Espalier.builder().backend("scalar").build()) {
            assertThatThrownBy(() -> espalier.plan(plan, false))
                    .isInstanceOf(RecipeException.class)
                    .hasMessageContaining("'fc*' matches no layer with scales. No layer of this model has scales.");
        }
    }
}
