package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that have the step computed once more. */
final class FurtherPassesTest {
    private static final Map<String, Object> FAR = Map.of("distance", 0.5);

    @TempDir
    Path temp;

    private int runs;

    /** With running statistics, dropout, two batches in a step, and links that move. */
    private static RecipePlan recipe(long steps, double rate, String grow, Consumer<PhaseBuilder> more) {
        return RecipePlan.builder("passes")
                .seed(4)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 24, "none")
                        .layer("bn", "batch-norm", Map.of("activation", "relu"))
                        .layer("dropout", "dropout", Map.of("rate", 0.2))
                        .dense("out", 10, "none"))
                .checkpoint(Span.steps(7), 2)
                .phase("train", p -> {
                    p.train(Span.steps(steps))
                            .optimizer("sgd", Map.of("momentum", 0.9))
                            .learningRate(rate)
                            .accumulate(2)
                            .sparsify(s -> s.layers("fc1")
                                    .sparsity(0.8)
                                    .update(Span.steps(10), Span.steps(0), Span.percent(60))
                                    .replace(0.3)
                                    .prune("magnitude", Map.of())
                                    .grow(grow, Map.of()));
                    more.accept(p);
                })
                .build();
    }

    /** In folders of its own. */
    private SameBits bits() {
        return new SameBits(temp.resolve("runs-" + runs++));
    }

    private String digest(RecipePlan plan) {
        RunSummary summary = bits().run(plan, 1);
        assertThat(summary.error()).isEmpty();
        return summary.digest();
    }

    @Test
    void samGivesTheSameBitsForAnyNumberOfThreadsAndAfterAStop() {
        RecipePlan plan = recipe(130, 0.05, "gradient", p -> p.rule("sam", FAR));
        bits().requireTheSameBits(plan, 63);
        assertThat(digest(plan)).isNotEqualTo(digest(recipe(130, 0.05, "gradient", p -> {})));
    }

    /** Nothing is learned, so all that is left of a step are running statistics, and links that went by their values. */
    @Test
    void valuesAndStatisticsAreWhatTheyWereBeforeAFurtherPass() {
        String plain = digest(recipe(9, 0, "random", p -> {}));
        assertThat(digest(recipe(9, 0, "random", p -> p.rule("sam", FAR)))).isEqualTo(plain);
        assertThat(digest(recipe(9, 0, "random", p -> p.rule("random-directions", FAR))))
                .isEqualTo(plain);
    }

    @Test
    void aDistanceOfZeroIsTrainingAsItWas() {
        assertThat(digest(recipe(12, 0.05, "gradient", p -> p.rule("sam", Map.of("distance", 0)))))
                .isEqualTo(digest(recipe(12, 0.05, "gradient", p -> {})));
    }

    /** The layer it is not given neither moves uphill nor has another gradient; its first step is that of plain training. */
    @Test
    void otherLayersKeepTheirGradients() {
        Map<String, Object> all = Map.of("distance", 0.5);
        Map<String, Object> none = Map.of("distance", 0.5, "layers", "bn");
        RecipePlan frozen = recipe(1, 0.05, "gradient", p -> p.rule("sam", none).rate("bn", 0));
        assertThat(digest(frozen)).isEqualTo(digest(recipe(1, 0.05, "gradient", p -> p.rate("bn", 0))));
        assertThat(digest(recipe(1, 0.05, "gradient", p -> p.rule("sam", all).rate("bn", 0))))
                .isNotEqualTo(digest(frozen));
    }

    @Test
    void randomDirectionsGiveTheSameBitsForAnyNumberOfThreadsAndAfterAStop() {
        bits().requireTheSameBits(
                        recipe(60, 0.001, "random", p -> p.rule("random-directions", Map.of("directions", 2))), 23);
        bits().requireTheSameBits(
                        recipe(30, 0.001, "random", p -> p.rule("coordinate-wise", Map.of("coordinates", 4))), 13);
    }

    @Test
    void aPlanTellsThePassesAndWhatTheyCost() {
        PlanReport.Phase plain = plan(recipe(60, 0.05, "random", p -> {}));
        PlanReport.Phase sam = plan(recipe(60, 0.05, "random", p -> p.rule("sam", FAR)));
        assertThat(sam.flopsPerStep()).isEqualTo(2 * plain.flopsPerStep());
        assertThat(sam.orderOfAStep()).contains("rule 'sam', with at most 1 more pass forward and backward");
        PlanReport.Phase directions =
                plan(recipe(60, 0.05, "random", p -> p.rule("random-directions", Map.of("directions", 5))));
        assertThat(directions.orderOfAStep())
                .contains("rule 'random-directions', with at most 10 more passes forward")
                .noneMatch(line -> line.contains("backward"));
    }

    private static PlanReport.Phase plan(RecipePlan plan) {
        try (Espalier espalier = Espalier.builder().threads(1).backend("scalar").build()) {
            return espalier.plan(plan, false).phases().getFirst();
        }
    }

    @Test
    void whatNeedsABackwardPassIsRefusedWithoutOne() {
        assertMistake(
                recipe(9, 0.05, "gradient", p -> p.rule("random-directions", Map.of())),
                "'gradient' reads what the backward pass leaves, and rule 'random-directions' computes losses without");
        assertMistake(
                recipe(
                        9,
                        0.05,
                        "random",
                        p -> p.rule("random-directions", Map.of("layers", "out"))
                                .rule("sam", Map.of("layers", "fc1"))),
                "rule 'sam' has gradients computed once more, and under rule 'random-directions' there is no");
        assertMistake(
                recipe(9, 0.05, "random", p -> p.rule("sam", Map.of()).rule("weight-noise", Map.of())),
                "both change the effective values of 'fc1', and rule 'sam' has that for itself");
    }

    private void assertMistake(RecipePlan plan, String sentence) {
        assertThatThrownBy(() -> SameBits.run(plan, temp.resolve("refused"), 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(sentence);
    }
}
