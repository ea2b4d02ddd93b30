package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.espalier.api.Span;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.DivergencePlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResumeTest {
    @TempDir
    Path temp;

    /** A phase of RigL with momentum, then one of gradual pruning with Adam; a step of each epoch is short. */
    private static RecipePlan twoPhases() {
        return RecipePlan.builder("two-phases")
                .seed(3)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 24, "relu")
                        .dense("fc2", 24, "tanh")
                        .dense("out", 10, "none"))
                .phase(
                        "grow",
                        p -> p.train(Span.steps(25))
                                .optimizer("sgd", Map.of("momentum", 0.9))
                                .learningRate("cosine", Map.of("from", 0.05, "to", 0))
                                .sparsify(s -> s.layers("fc1")
                                        .sparsity(0.9)
                                        .update(Span.steps(4), Span.steps(0), Span.percent(80))
                                        .replace(0.3)
                                        .prune("magnitude", Map.of())
                                        .grow("gradient", Map.of())))
                .phase(
                        "prune",
                        p -> p.train(Span.steps(23))
                                .optimizer("adam", Map.of())
                                .learningRate(0.001)
                                .sparsify(s -> s.layers("fc*")
                                        .start("dense", Map.of())
                                        .sparsity(PluginUse.of("schedule", "cubic", Map.of("from", 0.5, "to", 0.95)))
                                        .update(Span.steps(3), Span.steps(0), Span.percent(75))
                                        .prune("magnitude", Map.of())))
                .checkpoint(Span.steps(6), 2)
                .export("safetensors", "model.safetensors")
                .build();
    }

    private RunSummary run(RecipePlan plan, Path folder, int threads, Consumer<RunEvent> listener, RunControl control) {
        try (Espalier espalier = Espalier.builder().threads(threads).build()) {
            return espalier.run(plan, new RunOptions(folder, control), listener).summary();
        }
    }

    private RunSummary resume(
            RecipePlan plan, Path folder, int threads, Consumer<RunEvent> listener, RunControl control) {
        try (Espalier espalier = Espalier.builder().threads(threads).build()) {
            return espalier.resume(plan, new RunOptions(folder, control), listener)
                    .summary();
        }
    }

    private static Consumer<RunEvent> stopAfter(String phase, long step, RunControl control) {
        return event -> {
            if (event instanceof RunEvent.Trained t && t.phase().equals(phase) && t.step() == step) {
                control.stop();
            }
        };
    }

    private static void assertSame(Path folder, RunSummary summary, Path whole, RunSummary wanted) throws IOException {
        assertThat(summary.digest()).isEqualTo(wanted.digest());
        assertThat(summary.metrics()).isEqualTo(wanted.metrics());
        for (int i = 0; i < wanted.phases().size(); i++) {
            assertThat(summary.phases().get(i).epochs())
                    .isEqualTo(wanted.phases().get(i).epochs());
            assertThat(summary.phases().get(i).explored())
                    .isEqualTo(wanted.phases().get(i).explored());
        }
        for (String file : List.of("weights.safetensors", "model.safetensors", "metrics.jsonl")) {
            assertThat(folder.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
    }

    @Test
    void aRunStoppedAfterAnyStepGoesOnWithTheSameBits() throws Exception {
        RecipePlan plan = twoPhases();
        Path whole = temp.resolve("whole");
        RunSummary wanted = run(plan, whole, 1, event -> {}, new RunControl());
        assertThat(wanted.outcome()).isEqualTo(Outcome.DONE);
        for (String phase : List.of("grow", "prune")) {
            for (long step : new long[] {1, 12, 20}) {
                Path folder = temp.resolve(phase + step);
                RunControl control = new RunControl();
                RunSummary stopped = run(plan, folder, 2, stopAfter(phase, step, control), control);
                assertThat(stopped.outcome()).isEqualTo(Outcome.INTERRUPTED);
                RunSummary resumed = resume(plan, folder, 3, event -> {}, new RunControl());
                assertThat(resumed.outcome()).isEqualTo(Outcome.DONE);
                assertSame(folder, resumed, whole, wanted);
            }
        }
    }

    /** Diverges within a few steps until the learning rate is a millionth of what the recipe says. */
    private static RecipePlan diverging(boolean rollback) {
        return RecipePlan.builder("diverging")
                .seed(3)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m ->
                        m.input(28, 28, 1).flatten().dense("fc1", 24, "relu").dense("out", 10, "none"))
                .phase("train", p -> {
                    p.train(Span.steps(30))
                            .optimizer("sgd", Map.of("momentum", 0.9))
                            .learningRate("cosine", Map.of("from", 0.0, "to", 1e18))
                            .sparsify(s -> s.layers("fc1").sparsity(0.9));
                    if (rollback) {
                        p.onDivergence(DivergencePlan.rollback(1e-9, 2));
                    }
                })
                .checkpoint(Span.steps(7), 2)
                .export("safetensors", "model.safetensors")
                .build();
    }

    @Test
    void aLossThatIsNotFiniteEndsTheRunAfterACheckpointOfTheLastGoodStep() throws Exception {
        Path folder = temp.resolve("diverged");
        RunSummary summary = run(diverging(false), folder, 2, event -> {}, new RunControl());
        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(summary.error().orElseThrow())
                .contains("The loss became NaN at step")
                .contains("of phase 'train', with learning rate")
                .containsPattern("in row [0-9]+, column [0-9]+")
                .contains("step before")
                .contains("onDivergence 'rollback'");
        assertThat(newest(folder)).endsWith("-stop");
        RunSummary again = resume(diverging(false), folder, 1, event -> {}, new RunControl());
        assertThat(again.error()).isEqualTo(summary.error());
    }

    @Test
    void aPhaseThatMayRollBackGoesOnWithASmallerLearningRate() throws Exception {
        Path whole = temp.resolve("rolled-back");
        List<RunEvent> events = new ArrayList<>();
        RunSummary wanted = run(diverging(true), whole, 2, events::add, new RunControl());
        assertThat(wanted.outcome()).isEqualTo(Outcome.DONE);
        List<RunEvent.RolledBack> back = events.stream()
                .filter(RunEvent.RolledBack.class::isInstance)
                .map(RunEvent.RolledBack.class::cast)
                .toList();
        assertThat(back).isNotEmpty().allSatisfy(r -> assertThat(r.to() % 7).isZero());
        long after = back.getFirst().from() + 2;
        Path folder = temp.resolve("rolled-back-and-stopped");
        RunControl control = new RunControl();
        run(diverging(true), folder, 1, stopAfter("train", after, control), control);
        assertSame(folder, resume(diverging(true), folder, 2, event -> {}, new RunControl()), whole, wanted);
    }

    private static String newest(Path folder) throws IOException {
        try (Stream<Path> checkpoints = Files.list(folder.resolve("checkpoints"))) {
            return checkpoints
                    .map(c -> c.getFileName().toString())
                    .max(String::compareTo)
                    .orElseThrow();
        }
    }
}
