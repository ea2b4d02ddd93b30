package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.RecipePlanBuilder;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks of channels: made between phases, respected by penalties, cut away. */
final class MaskTest {
    @TempDir
    Path temp;

    private static RecipePlanBuilder recipe() {
        return RecipePlan.builder("mask")
                .seed(7)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .layer("c1", "conv", Map.of("filters", 8, "kernel", 5, "stride", 3))
                        .layer("bn1", "batch-norm", Map.of("activation", "relu"))
                        .layer("c2", "conv", Map.of("filters", 6, "kernel", 3, "stride", 2))
                        .layer("bn2", "batch-norm", Map.of("activation", "relu"))
                        .flatten()
                        .dense("out", 10, "none"))
                .checkpoint(Span.steps(7), 2)
                .export("safetensors", "model.safetensors")
                .phase("base", p -> trained(p, 25));
    }

    private static PhaseBuilder trained(PhaseBuilder phase, long steps) {
        return phase.train(Span.steps(steps))
                .optimizer("sgd", Map.of("momentum", 0.9))
                .learningRate(0.02);
    }

    private static RecipePlanBuilder selected(double share) {
        return recipe().select("smallest", Map.of("mask", "choose", "scales", "bn*", "share", share, "of", "layer"));
    }

    private RunSummary run(RecipePlan plan, String folder, List<RunEvent> events) {
        try (Espalier espalier = Espalier.builder().threads(2).build()) {
            RunSummary summary = espalier.run(plan, new RunOptions(temp.resolve(folder), new RunControl()), events::add)
                    .summary();
            assertThat(summary.outcome()).isEqualTo(Outcome.DONE);
            return summary;
        }
    }

    private static void pulled(PhaseBuilder phase, long steps) {
        trained(phase, steps).regularize("l1", Map.of("scales", "bn*", "strength", 3, "outside", "choose"));
    }

    @Test
    void whatAMaskKeepsTrainsAsWithoutThePenalty() {
        RunSummary free = run(recipe().phase("again", p -> trained(p, 25)).build(), "free", new ArrayList<>());
        RunSummary masked = run(selected(0).phase("again", p -> pulled(p, 25)).build(), "masked", new ArrayList<>());
        assertThat(masked.digest()).isEqualTo(free.digest());
    }

    @Test
    void theOthersBecomeZeroAndAreCutAway() {
        List<RunEvent> events = new ArrayList<>();
        RunSummary summary = run(
                selected(0.5)
                        .phase("pull", p -> pulled(p.startFrom("base"), 40))
                        .shrinkTo("choose", 0.01)
                        .phase("tune", p -> trained(p, 10))
                        .build(),
                "cut",
                events);
        assertThat(summary.layers().stream().map(RunSummary.Layer::rows)).containsExactly(4, 3, 10);
        assertThat(events.stream().filter(RunEvent.Selected.class::isInstance).toList())
                .containsExactly(new RunEvent.Selected(
                        "base",
                        25,
                        "choose",
                        List.of(
                                new RunEvent.SelectedGroups("bn1.scale", 4, 8),
                                new RunEvent.SelectedGroups("bn2.scale", 3, 6))));
        RunEvent.Penalised last = events.stream()
                .filter(RunEvent.Penalised.class::isInstance)
                .map(RunEvent.Penalised.class::cast)
                .toList()
                .getLast();
        assertThat(last.groups()).isEqualTo(7);
        assertThat(last.zero()).isEqualTo(7);
    }

    /** The forms of the paper's program: nothing becomes exactly zero, but what is pulled comes close. */
    @Test
    void byGradientTheOthersComeNearZeroInEveryForm() {
        double free = pulled("smooth-l1", Map.of("strength", 0));
        assertThat(pulled("smooth-l1", Map.of("strength", 3))).isLessThan(0.1 * free);
        assertThat(pulled("smooth-l1", Map.of("strength", 3, "joined", true))).isLessThan(0.1 * free);
        assertThat(pulled("l2", Map.of("strength", 5))).isLessThan(0.1 * pulled("l2", Map.of("strength", 0)));
    }

    /** What is left of a penalty on the scales that go. */
    private double pulled(String regularizer, Map<String, Object> form) {
        Map<String, Object> options = new HashMap<>(form);
        options.put("scales", "bn*");
        options.put("outside", "choose");
        options.put("by", "gradient");
        List<RunEvent> events = new ArrayList<>();
        run(
                selected(0.5)
                        .phase(
                                "pull",
                                p -> p.startFrom("base")
                                        .train(Span.steps(40))
                                        .optimizer("sgd", Map.of())
                                        .learningRate(0.02)
                                        .regularize(regularizer, options))
                        .build(),
                regularizer + form.hashCode(),
                events);
        return events.stream()
                .filter(RunEvent.Penalised.class::isInstance)
                .map(RunEvent.Penalised.class::cast)
                .toList()
                .getLast()
                .value();
    }

    private static RecipePlanBuilder attending(String weights) {
        return RecipePlan.builder("heads")
                .seed(7)
                .data(d -> d.source("strokes", Map.of("train", 40, "test", 20))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .layer("patches", "conv", Map.of("filters", 12, "kernel", 7, "stride", 7))
                        .residual(r -> r.layer("att", "attention", Map.of("heads", 4)))
                        .layer("pool", "global-pool", Map.of())
                        .dense("out", 10, "none"))
                .phase(
                        "base",
                        p -> trained(p, 4)
                                .regularize(
                                        "group-lasso",
                                        Map.of("weights", "att.value", "groups", "head", "strength", 0.01)))
                .select("smallest", Map.of("mask", "few", "weights", weights, "groups", "head", "share", 0.5));
    }

    @Test
    void headsAreChosenAndCutAsAWhole() {
        List<RunEvent> events = new ArrayList<>();
        RunSummary summary = run(attending("att.value").shrinkTo("few", 0).build(), "heads", events);
        assertThat(summary.layers().stream()
                        .filter(layer -> layer.name().startsWith("att."))
                        .map(layer -> layer.rows() + " x " + layer.columns()))
                .containsExactly("6 x 12", "6 x 12", "6 x 12", "12 x 6");
        assertThat(events.stream()
                        .filter(RunEvent.Penalised.class::isInstance)
                        .map(RunEvent.Penalised.class::cast)
                        .map(RunEvent.Penalised::groups))
                .containsOnly(4);
    }

    @Test
    void whatIsNoHeadOfAttentionIsRefused() {
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            RecipePlan plan = attending("att.*").build();
            assertThatThrownBy(() -> espalier.plan(plan, false))
                    .hasMessageContaining("att.output.weight has no heads")
                    .hasMessageNotContaining("att.query.weight has");
        }
    }

    @Test
    void aStopBeforeOrAfterTheMaskIsMadeChangesNothing() {
        RecipePlan plan = selected(0.4)
                .phase("pull", p -> pulled(p.startFrom("base", Span.steps(9)), 25))
                .shrinkTo("choose", 0.01)
                .phase("tune", p -> trained(p, 40))
                .select("threshold", Map.of("mask", "large", "weights", "c*", "atMost", 0.5))
                .shrinkTo("large", 0)
                .build();
        new SameBits(temp).requireTheSameBits(plan, trained -> trained.phase().equals("tune") && trained.step() == 11);
    }
}
