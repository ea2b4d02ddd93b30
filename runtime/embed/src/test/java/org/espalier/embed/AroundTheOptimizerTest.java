package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What surrounds the optimizer in a step, while links move. */
final class AroundTheOptimizerTest {
    private static final long STEPS = 300;

    /** Sums of floats in another order, over some fifty steps. */
    private static final double ROUNDING = 1e-4;

    @TempDir
    Path temp;

    private SameBits runs = new SameBits(Path.of(""));

    @BeforeEach
    void begin() {
        runs = new SameBits(temp);
    }

    /** RigL with momentum on a layer that is cut into several parts; a step of each epoch is short. */
    private static RecipePlan plan(Consumer<PhaseBuilder> step) {
        return RecipePlan.builder("around")
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
                    p.train(Span.steps(STEPS))
                            .optimizer("sgd", Map.of("momentum", 0.9, "weightDecay", 1e-3))
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
        RunSummary whole = runs.requireTheSameBits(plan(step), 17);
        assertThat(whole.digest()).isNotEqualTo(runs.run(plan(p -> {}), 1).digest());
    }

    @Test
    void aClippedNormGivesTheSameBits() {
        requireTheSameBits(p -> p.clipNorm(0.3));
    }

    @Test
    void groupsOfParametersGiveTheSameBits() {
        requireTheSameBits(p -> p.rate("fc*", 0.5).decay("out", 0));
    }

    @Test
    void accumulatedBatchesGiveTheSameBits() {
        requireTheSameBits(p -> p.accumulate(4));
    }

    @Test
    void fourBatchesMakeTheStepOfOneWithAllTheirExamples() {
        RunSummary.Phase large = runs.run(dense(20, 1), 1).phases().getFirst();
        RunSummary.Phase small = runs.run(dense(5, 4), 2).phases().getFirst();
        assertThat(small.epochs()).hasSameSizeAs(large.epochs()).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(small.epochs().get(i).trainLoss())
                    .isCloseTo(large.epochs().get(i).trainLoss(), within(ROUNDING));
        }
        assertThat(testLoss(small)).isCloseTo(testLoss(large), within(ROUNDING));
    }

    private static double testLoss(RunSummary.Phase phase) {
        return Optional.ofNullable(phase.metrics().get("test"))
                .map(metrics -> metrics.get("loss"))
                .orElseThrow();
    }

    /** 170 examples: the last step of an epoch has half the examples. */
    private static RecipePlan dense(int batch, int accumulate) {
        return RecipePlan.builder("dense")
                .seed(3)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(batch))
                .model(m ->
                        m.input(28, 28, 1).flatten().dense("fc1", 24, "relu").dense("out", 10, "none"))
                .phase(
                        "train",
                        p -> p.train(Span.epochs(5))
                                .optimizer("sgd", Map.of("momentum", 0.5))
                                .learningRate(0.02)
                                .accumulate(accumulate))
                .build();
    }

    @Test
    void averagedValuesGiveTheSameBits() {
        requireTheSameBits(p -> p.average(0.9));
    }

    @Test
    void allTogetherGiveTheSameBits() {
        requireTheSameBits(p ->
                p.clipNorm(0.5).accumulate(2).rate("out", 0.5).decay("fc*", 0).average(0.95));
    }

    @Test
    void theAverageIsMeasuredAndExportedAndDoesNotChangeWhatIsTrained() {
        RunSummary plain = runs.run(plan(p -> {}), 1);
        Path folder = temp.resolve("averaged");
        RecipePlan plan = plan(p -> p.average(0.9));
        RunSummary averaged = SameBits.run(plan, folder, 1);
        for (int i = 0; i < plain.phases().getFirst().epochs().size(); i++) {
            RunSummary.EpochRow row = averaged.phases().getFirst().epochs().get(i);
            RunSummary.EpochRow other = plain.phases().getFirst().epochs().get(i);
            assertThat(row.trainLoss()).isEqualTo(other.trainLoss());
            assertThat(row.metrics()).isNotEqualTo(other.metrics());
        }
        try (Espalier espalier = Espalier.builder().backend("scalar").build()) {
            assertThat(espalier.evaluate(plan, folder, "test"))
                    .isEqualTo(averaged.metrics().get("test"));
        }
    }

    @Test
    void theLastSentenceThatMatchesALayerHolds() {
        assertThat(order(p -> p.rate("*", 0.5).rate("fc2", 1).decay("*", 0).decay("fc1", 1)))
                .contains("optimizer (learning rate times 0.5 for fc1.bias, fc1.weight, out.bias; "
                        + "no weight decay for fc2.weight; "
                        + "learning rate times 0.5, no weight decay for out.weight)");
    }

    @Test
    void thePlanSaysHowGradientsAreClipped() {
        assertThat(order(p -> p.clipNorm(0.5)))
                .containsSubsequence("backward", "scale all gradients together to a norm of at most 0.5", "optimizer");
    }

    @Test
    void aLayerWithoutAWeightCannotDecay() {
        RecipePlan plan = RecipePlan.builder("norm")
                .data(d -> d.source("strokes", Map.of("train", 20, "test", 10)))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 8, "none")
                        .layer("bn1", "batch-norm", Map.of())
                        .dense("out", 10, "none"))
                .phase(
                        "train",
                        p -> p.optimizer("sgd", Map.of()).rate("bn1", 0.1).decay("bn1", 0))
                .build();
        try (Espalier espalier = Espalier.builder().backend("scalar").build()) {
            assertThatThrownBy(() -> espalier.plan(plan, false))
                    .isInstanceOf(RecipeException.class)
                    .hasMessageContaining("'bn1' matches no layer with a weight. There are 'fc1', 'out'.");
        }
    }

    private static List<String> order(Consumer<PhaseBuilder> step) {
        try (Espalier espalier = Espalier.builder().backend("scalar").build()) {
            return espalier.plan(plan(step), false).phases().getFirst().orderOfAStep();
        }
    }

    @Test
    void clippedValuesGiveTheSameBits() {
        requireTheSameBits(p -> p.clipValue(0.01));
    }
}
