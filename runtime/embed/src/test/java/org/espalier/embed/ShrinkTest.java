package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.RecipePlanBuilder;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels are removed between phases, and everything behind has the smaller network. */
final class ShrinkTest {
    /** Steps of the first phase. */
    private static final long CHOOSING = 30;

    @TempDir
    Path temp;

    private static RecipePlanBuilder chosen() {
        return chosen("sgd", Map.of());
    }

    private static RecipePlanBuilder chosen(String optimizer, Map<String, ?> options) {
        return RecipePlan.builder("shrink")
                .seed(3)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .layer("c1", "conv", Map.of("filters", 8, "kernel", 5, "stride", 3, "activation", "relu"))
                        .flatten()
                        .dense("fc1", 20, "relu")
                        .dense("out", 10, "none"))
                .phase(
                        "choose",
                        p -> p.train(Span.steps(CHOOSING))
                                .optimizer(optimizer, options)
                                .learningRate(0.05)
                                .regularize(
                                        "wgsef",
                                        Map.of(
                                                "weights",
                                                List.of("c1", "fc1"),
                                                "groups",
                                                "filter",
                                                "strength",
                                                2,
                                                "keep",
                                                0.5,
                                                "of",
                                                "layer")));
    }

    private static RecipePlan plan() {
        return chosen().shrink()
                .phase(
                        "tune",
                        p -> p.train(Span.steps(400))
                                .optimizer("sgd", Map.of("momentum", 0.9))
                                .learningRate(0.01)
                                .sparsify(s -> s.layers("fc1")
                                        .sparsity(0.5)
                                        .update(Span.steps(60), Span.steps(0), Span.percent(75))
                                        .replace(0.3)
                                        .prune("magnitude", Map.of())
                                        .grow("gradient", Map.of())))
                .shrink(0.2, "fc*")
                .checkpoint(Span.steps(30), 3)
                .export("safetensors", "model.safetensors")
                .build();
    }

    @Test
    void theNetworkIsReallySmallerAndGivesWhatItGave() throws IOException {
        List<RunEvent> events = new ArrayList<>();
        Path folder = temp.resolve("run");
        RecipePlan plan = chosen().shrink().build();
        try (Espalier espalier = Espalier.builder().threads(2).build()) {
            RunSummary summary = espalier.run(plan, new RunOptions(folder, new RunControl()), events::add)
                    .summary();
            assertThat(summary.outcome()).isEqualTo(Outcome.DONE);
            RunEvent.Shrunk shrunk = events.stream()
                    .filter(RunEvent.Shrunk.class::isInstance)
                    .map(RunEvent.Shrunk.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertThat(shrunk.after().parameters()).isLessThan(shrunk.before().parameters());
            assertThat(shrunk.after().flopsPerExample())
                    .isLessThan(shrunk.before().flopsPerExample())
                    .isEqualTo(summary.flopsPerExample());
            assertThat(shrunk.layers().getFirst().rows())
                    .isLessThan(8)
                    .isEqualTo(summary.layers().getFirst().rows());
            assertThat(shrunk.stuck()).isZero();
            List<RunEvent.Evaluated> measured = events.stream()
                    .filter(RunEvent.Evaluated.class::isInstance)
                    .map(RunEvent.Evaluated.class::cast)
                    .toList();
            assertThat(loss(measured.getLast())).isCloseTo(loss(measured.get(measured.size() - 2)), within(1e-5));
            assertThat(Files.size(folder.resolve("weights.safetensors")))
                    .isLessThan(Float.BYTES * shrunk.before().parameters());
            assertThat(espalier.evaluate(plan, folder, "test"))
                    .isEqualTo(summary.metrics().get("test"));
        }
    }

    private static double loss(RunEvent.Evaluated measured) {
        return measured.values().getOrDefault("loss", Double.NaN);
    }

    @Test
    void aStopBeforeOrAfterTheCutChangesNothing() {
        SameBits bits = new SameBits(temp);
        RunSummary whole = bits.requireTheSameBits(plan(), CHOOSING + 3);
        assertThat(whole.weights()).isLessThan(8 * 25 + 512 * 20 + 200);
        bits.requireTheSameBits(plan(), 11);
    }

    private static RecipePlan goingOn(Map<String, ?> options) {
        return chosen("adam", Map.of())
                .shrink()
                .phase(
                        "tune",
                        p -> p.train(Span.steps(20)).optimizer("adam", options).learningRate(0.001))
                .build();
    }

    @Test
    void theOptimizerGoesOnWithWhatTheCutLeftOfWhatItKept() {
        SameBits bits = new SameBits(temp);
        RunSummary on = bits.requireTheSameBits(
                goingOn(Map.of("from", "choose")), trained -> trained.phase().equals("tune") && trained.step() == 7);
        RunSummary anew = bits.run(goingOn(Map.of()), 2);
        assertThat(on.digest()).isNotEqualTo(anew.digest());
    }

    @Test
    void anOptimizerThatKeepsSomethingElseCannotGoOn() {
        RecipePlan plan = chosen("adam", Map.of())
                .phase(
                        "tune",
                        p -> p.train(Span.steps(5))
                                .optimizer("sgd", Map.of("momentum", 0.9, "from", "choose"))
                                .learningRate(0.01))
                .build();
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            assertThatThrownBy(() -> espalier.plan(plan, false))
                    .hasMessageContaining("The optimizer of 'choose' keeps")
                    .hasMessageContaining("for each value, and that of 'tune' keeps momentum.");
            assertThat(espalier.plan(goingOn(Map.of("from", "choose")), false)
                            .phases()
                            .getLast()
                            .start())
                    .contains("the optimizer of 'choose' as it was after 30 steps");
        }
    }

    @Test
    void aPlanSaysWhatIsAppliedWhere() {
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            assertThat(espalier.plan(plan(), false).phases())
                    .extracting(phase -> String.join("; ", phase.then()))
                    .containsExactly(
                            "shrink: channels that add nothing are removed",
                            "shrink: channels of fc* that add nothing are removed, counting norms below 0.2 of the"
                                    + " largest as zero");
        }
    }

    @Test
    void aSparsityThatTheSmallerNetworkCannotHaveEndsTheRunWithASentence() {
        RecipePlan plan = chosen().shrink(0.999)
                .phase(
                        "tune",
                        p -> p.train(Span.steps(5))
                                .optimizer("sgd", Map.of())
                                .learningRate(0.01)
                                .sparsify(s -> s.layers("c1", "out").sparsity(0.995)))
                .build();
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            RunSummary summary = espalier.run(
                            plan, new RunOptions(temp.resolve("small"), new RunControl()), event -> {})
                    .summary();
            assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(summary.error().orElseThrow()).contains("the largest sparsity is");
        }
    }
}
