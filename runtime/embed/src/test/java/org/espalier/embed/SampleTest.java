package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Epochs of examples that are chosen by what a phase knows of them. */
final class SampleTest {
    @TempDir
    Path temp;

    private int runs;

    /** 160 examples of training, in batches of 20, of which two make a step. */
    private static RecipePlan recipe(String sampler, Map<String, ?> options, Span length) {
        return RecipePlan.builder("sample")
                .seed(4)
                .data(d -> d.source("strokes", Map.of("train", 160, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m ->
                        m.input(28, 28, 1).flatten().dense("fc1", 24, "relu").dense("out", 10, "none"))
                .checkpoint(Span.steps(3), 2)
                .phase("train", p -> {
                    p.train(length)
                            .optimizer("sgd", Map.of("momentum", 0.9))
                            .learningRate(0.05)
                            .accumulate(2);
                    if (!sampler.isEmpty()) {
                        p.sample(sampler, options);
                    }
                })
                .build();
    }

    private SameBits bits() {
        return new SameBits(temp.resolve("runs-" + runs++));
    }

    @Test
    void theSameBitsForAnyNumberOfThreadsAndAfterAStopInTheMiddleOfAnEpoch() {
        for (String by : new String[] {"loss", "forgetting"}) {
            RecipePlan plan = recipe("hardest", Map.of("keep", 0.7, "by", by), Span.epochs(30));
            RunSummary summary = bits().requireTheSameBits(plan, 52);
            assertThat(summary.phases().getFirst().steps()).isEqualTo(30 * 3);
        }
    }

    @Test
    void anEpochHasAsManyStepsAsItsExamplesNeed() {
        PlanReport.Phase phase = plan(recipe("random-subset", Map.of("keep", 0.3), Span.epochs(10)));
        assertThat(phase.stepsPerEpoch()).isEqualTo(2);
        assertThat(phase.steps()).isEqualTo(20);
        assertThat(phase.orderOfAStep()).contains("at the start of an epoch: choose its examples by 'random-subset'");
        assertThat(plan(recipe("", Map.of(), Span.epochs(10))).stepsPerEpoch()).isEqualTo(4);
    }

    /** All examples are drawn either way, so only their order differs; and what is remembered changes nothing. */
    @Test
    void choosingByLossIsNotChoosingAtRandom() {
        String hardest = bits().run(recipe("hardest", Map.of("keep", 0.5), Span.epochs(8)), 1)
                .digest();
        String random = bits().run(recipe("random-subset", Map.of("keep", 0.5), Span.epochs(8)), 1)
                .digest();
        String forgetting = bits().run(recipe("hardest", Map.of("keep", 0.5, "by", "forgetting"), Span.epochs(8)), 1)
                .digest();
        assertThat(hardest).isNotEqualTo(random).isNotEqualTo(forgetting);
    }

    private static PlanReport.Phase plan(RecipePlan plan) {
        try (Espalier espalier = Espalier.builder().threads(1).backend("scalar").build()) {
            return espalier.plan(plan, false).phases().getFirst();
        }
    }

    @Test
    void aShareThatCannotBeIsRefused() {
        assertThatThrownBy(() -> bits().run(recipe("hardest", Map.of("keep", 0), Span.epochs(1)), 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("keep");
    }
}
