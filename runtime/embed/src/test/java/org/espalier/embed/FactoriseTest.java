package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.RecipePlanBuilder;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights become two narrow ones between phases, and one again. */
final class FactoriseTest {
    /** Of losses computed with other sums of the same numbers. */
    private static final double TOLERANCE = 1e-5;

    private static final PluginUse LORA = PluginUse.of("adapt", "lora", Map.of("rank", 3, "scale", 2.0));

    @TempDir
    Path temp;

    private static PhaseBuilder trained(PhaseBuilder phase, long steps, Map<String, ?> options) {
        return phase.train(Span.steps(steps)).optimizer("adam", options).learningRate(0.002);
    }

    private static RecipePlanBuilder network() {
        return RecipePlan.builder("factorise")
                .seed(3)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .layer("c1", "conv", Map.of("filters", 8, "kernel", 5, "stride", 3, "activation", "relu"))
                        .layer("c2", "conv", Map.of("filters", 6, "kernel", 3, "padding", List.of(1)))
                        .flatten()
                        .dense("fc1", 20, "relu")
                        .dense("out", 10, "none"))
                .checkpoint(Span.steps(7), 3)
                .phase("whole", p -> trained(p, 30, Map.of()));
    }

    /** What a run measured on the test examples, one after the other, at the ends of phases and behind each change. */
    private List<Double> losses(RecipePlan plan) {
        List<RunEvent.Evaluated> measured = new ArrayList<>();
        Path folder = temp.resolve("losses");
        try (Espalier espalier = Espalier.builder().threads(2).build()) {
            RunSummary summary = espalier.run(plan, new RunOptions(folder, new RunControl()), event -> {
                        if (event instanceof RunEvent.Evaluated evaluated
                                && evaluated.split().equals("test")) {
                            measured.add(evaluated);
                        }
                    })
                    .summary();
            assertThat(summary.outcome()).as(summary.error().orElse("")).isEqualTo(Outcome.DONE);
            assertThat(espalier.evaluate(plan, folder, "test"))
                    .isEqualTo(summary.metrics().get("test"));
        }
        return measured.stream()
                .map(evaluated -> evaluated.values().getOrDefault("loss", Double.NaN))
                .toList();
    }

    @Test
    void withFullRankAndMergedAgainTheNetworkGivesTheSame() {
        RecipePlan plan = network()
                .transform("factorise", Map.of("rank", 6, "layers", "c2"))
                .transform("factorise", Map.of("rank", 20, "layers", "fc1"))
                .phase("none", p -> trained(p, 1, Map.of()).learningRate(0))
                .merge()
                .build();
        // At the end of the first phase, behind both sentences, after a step that changes nothing, and merged.
        List<Double> losses = losses(plan);
        double whole = losses.get(losses.size() - 4);
        assertThat(losses.subList(losses.size() - 3, losses.size()))
                .allSatisfy(loss -> assertThat(loss).isCloseTo(whole, within(TOLERANCE)));
    }

    private static RecipePlan narrow() {
        return network()
                .transform("factorise", Map.of("rank", 5, "layers", List.of("c2", "fc1")))
                .phase(
                        "tune",
                        p -> trained(p, 40, Map.of("from", "whole"))
                                .sparsify(s -> s.layers("fc1.down").sparsity(0.5)))
                .transform("factorise", Map.of("energy", 0.8, "layers", "out"))
                .phase("again", p -> trained(p, 20, Map.of()))
                .merge("fc1")
                .build();
    }

    @Test
    void factorsTrainAndAStopChangesNothing() {
        SameBits bits = new SameBits(temp);
        RunSummary summary =
                bits.requireTheSameBits(narrow(), trained -> trained.phase().equals("again") && trained.step() == 9);
        bits.requireTheSameBits(narrow(), trained -> trained.phase().equals("tune") && trained.step() == 9);
        assertThat(summary.layers())
                .extracting(RunSummary.Layer::name)
                .containsExactly("c1", "c2.down", "c2.up", "fc1", "out.down", "out.up");
        assertThat(summary.layers().get(1).links()).isEqualTo(5 * 8 * 9);
        assertThat(summary.layers().get(2).links()).isEqualTo(6 * 5);
        assertThat(summary.layers().get(4).rows()).isLessThan(10);
    }

    @Test
    void aPlanKnowsTheFormBehindAndItsCost() {
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            var phases = espalier.plan(narrow(), false).phases();
            assertThat(phases.get(0).then().getFirst())
                    .contains("factorise: changes c2, fc1; without c2 (6 x 72), fc1 (20 x 384)")
                    .contains("with c2.down (5 x 72), c2.up (6 x 5), fc1.down (5 x 384), fc1.up (20 x 5)")
                    .contains("what the optimizer kept of these weights is zero");
            assertThat(phases.get(1).flopsPerStep()).isLessThan(phases.get(0).flopsPerStep());
            assertThat(phases.get(1).then().getFirst()).contains("with out.down (10 x 20), out.up (10 x 10)");
            assertThat(phases.get(2).then().getFirst()).contains("with fc1 (20 x 384)");
        }
    }

    private static RecipePlanBuilder adapted() {
        return RecipePlan.builder("merge")
                .seed(3)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 20, Map.of("activation", "relu", "adapt", LORA))
                        .dense(
                                "fc2",
                                20,
                                Map.of("activation", "relu", "adapt", PluginUse.of("adapt", "lora", Map.of())))
                        .dense("out", 10, "none"))
                .phase("train", p -> trained(p, 30, Map.of()))
                .merge();
    }

    @Test
    void anAdapterIsMergedIntoTheWeightItStandsBeside() {
        List<Double> losses = losses(adapted().build());
        assertThat(losses.getLast()).isCloseTo(losses.get(losses.size() - 2), within(TOLERANCE));
        RecipePlan plan = adapted()
                .phase("tune", p -> trained(p, 5, Map.of("from", "train")))
                .build();
        RunSummary summary = new SameBits(temp)
                .requireTheSameBits(plan, trained -> trained.phase().equals("tune") && trained.step() == 3);
        assertThat(summary.layers()).extracting(RunSummary.Layer::name).containsExactly("fc1", "fc2", "out");
    }

    private static void assertRefused(RecipePlanBuilder recipe, String sentence) {
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            assertThatThrownBy(() -> espalier.plan(recipe.build(), false)).hasMessageContaining(sentence);
        }
    }

    @Test
    void whatCannotBeIsSaidBeforeTheFirstStep() {
        assertRefused(
                network().transform("factorise", Map.of("rank", 11, "layers", "out")),
                "cannot factorise out.weight: it is 10 x 20, so its rank is 1 to 10, not 11.");
        assertRefused(network().merge(), "There is nothing to merge");
        assertRefused(
                network()
                        .transform("factorise", Map.of("rank", 3, "layers", "out"))
                        .phase("back", p -> trained(p, 5, Map.of()).startFrom("whole")),
                "The network of 'whole' does not fit any more: weights are factorised after it");
        assertRefused(
                network()
                        .transform("factorise", Map.of("rank", 3, "layers", "out"))
                        .phase(
                                "sparse",
                                p -> trained(p, 5, Map.of())
                                        .sparsify(s -> s.layers("out.dwn").sparsity(0.5))),
                "out.dwn");
    }
}
