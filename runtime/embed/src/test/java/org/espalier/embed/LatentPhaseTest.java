package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SparsifyPlan.Storage;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phases in which every position of a weight is trained, and only the best are seen. */
final class LatentPhaseTest {
    private static final long STEPS = 300;
    private static final int POSITIONS = 784 * 40;

    @TempDir
    Path temp;

    private static RecipePlan plan(Consumer<PhaseBuilder> last) {
        return RecipePlan.builder("latent")
                .seed(3)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 40, "relu")
                        .dense("fc2", 24, "relu")
                        .dense("out", 10, "none"))
                .phase("latent", p -> {
                    train(p);
                    p.sparsify(s -> s.layers("fc1")
                            .sparsity(0.9)
                            .storage(Storage.LATENT)
                            .update(Span.steps(4), Span.steps(0), Span.percent(100))
                            .prune("magnitude", Map.of()));
                })
                .phase("last", p -> {
                    train(p);
                    last.accept(p);
                })
                .checkpoint(Span.steps(6), 2)
                .build();
    }

    private static void train(PhaseBuilder phase) {
        phase.train(Span.steps(STEPS))
                .optimizer("sgd", Map.of("momentum", 0.9, "weightDecay", 1e-3))
                .learningRate(0.02);
    }

    private static RunSummary.Layer first(RunSummary summary) {
        return summary.layers().getFirst();
    }

    @Test
    void whatIsSeenAtTheEndOfItsPhaseIsTrainedSparseAfterwards() {
        RunSummary summary = new SameBits(temp).requireTheSameBits(plan(p -> {}), 17);
        assertThat(first(summary).storage()).isEqualTo("sparse");
        assertThat(first(summary).links()).isEqualTo(POSITIONS / 10);
        List<RunSummary.EpochRow> latent = summary.phases().getFirst().epochs();
        assertThat(latent.getLast().trainLoss()).isLessThan(latent.getFirst().trainLoss() / 4);
    }

    @Test
    void aSparseWeightBecomesLatentWithTheLinksItHas() {
        RecipePlan plan = RecipePlan.builder("back")
                .seed(3)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60)).batch(20))
                .model(m ->
                        m.input(28, 28, 1).flatten().dense("fc1", 40, "relu").dense("out", 10, "none"))
                .phase("sparse", p -> {
                    train(p);
                    p.sparsify(s -> s.layers("fc1").sparsity(0.95));
                })
                .phase("latent", p -> {
                    train(p);
                    p.sparsify(s -> s.layers("fc1")
                            .sparsity(0.9)
                            .storage(Storage.LATENT)
                            .update(Span.steps(10), Span.steps(0), Span.percent(100))
                            .prune("magnitude", Map.of()));
                })
                .checkpoint(Span.steps(7), 2)
                .build();
        RunSummary summary = new SameBits(temp).requireTheSameBits(plan, 31);
        assertThat(first(summary).storage()).isEqualTo("latent");
        assertThat(first(summary).links()).isEqualTo(POSITIONS / 10);
    }

    @Test
    void aPlanCountsEveryPositionThatIsTrained() {
        try (Espalier espalier = Espalier.builder().backend("scalar").build()) {
            PlanReport report = espalier.plan(plan(p -> {}), false);
            PlanReport.Layer layer = report.layers().getFirst();
            assertThat(layer.storage()).isEqualTo("latent");
            assertThat(layer.links()).isEqualTo(POSITIONS / 10);
            // Values, gradients, momentum before and after a step; then links and their numbers.
            assertThat(layer.bytes()).isBetween(16L * POSITIONS, 19L * POSITIONS);
            assertThat(List.of(
                            report.layers().get(1).storage(),
                            report.layers().get(2).storage()))
                    .containsOnly("dense");
        }
    }
}
