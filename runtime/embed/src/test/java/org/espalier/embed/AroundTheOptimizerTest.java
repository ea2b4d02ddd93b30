package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What surrounds the optimizer in a step, while links move. */
final class AroundTheOptimizerTest {
    private static final long STEPS = 300;

    @TempDir
    Path temp;

    private int runs;

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

    private RunSummary run(RecipePlan plan, Path folder, int threads, RunControl control, long stopAfter) {
        Consumer<RunEvent> listener = event -> {
            if (event instanceof RunEvent.Trained t && t.step() == stopAfter) {
                control.stop();
            }
        };
        try (Espalier espalier = Espalier.builder().threads(threads).backend("scalar").build()) {
            RunOptions options = new RunOptions(folder, control);
            return folder.toFile().exists()
                    ? espalier.resume(plan, options, listener).summary()
                    : espalier.run(plan, options, listener).summary();
        }
    }

    private RunSummary run(RecipePlan plan, int threads) {
        return run(plan, temp.resolve("run-" + runs++), threads, new RunControl(), -1);
    }

    /** Another network than without, for any number of threads and after being stopped, and no garbage. */
    private void requireTheSameBits(Consumer<PhaseBuilder> step) {
        RecipePlan plan = plan(step);
        RunSummary whole = run(plan, 1);
        assertThat(whole.outcome()).isEqualTo(Outcome.DONE);
        assertThat(whole.bytesAllocatedPerStep()).isZero();
        assertThat(whole.digest()).isNotEqualTo(run(plan(p -> {}), 1).digest());
        assertThat(run(plan, 2).digest()).isEqualTo(whole.digest());
        Path folder = temp.resolve("stopped-" + runs++);
        assertThat(run(plan, folder, 2, new RunControl(), 17).outcome()).isEqualTo(Outcome.INTERRUPTED);
        RunSummary resumed = run(plan, folder, 3, new RunControl(), -1);
        assertThat(resumed.digest()).isEqualTo(whole.digest());
        assertThat(resumed.metrics()).isEqualTo(whole.metrics());
        assertThat(resumed.phases().getFirst().epochs())
                .isEqualTo(whole.phases().getFirst().epochs());
    }

    @Test
    void aClippedNormGivesTheSameBits() {
        requireTheSameBits(p -> p.clipNorm(0.3));
    }

    @Test
    void clippedValuesGiveTheSameBits() {
        requireTheSameBits(p -> p.clipValue(0.01));
    }
}
