package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SparsifyPlan.Storage;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links chosen by the Hessian times the gradient, in a network with running statistics and two batches a step. */
final class CurvatureTest {
    @TempDir
    Path temp;

    private static RecipePlan plan(String prune, Storage storage) {
        return RecipePlan.builder("curvature")
                .seed(6)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 24, "none")
                        .layer("bn", "batch-norm", Map.of("activation", "relu"))
                        .dense("out", 10, "none"))
                .phase(
                        "train",
                        p -> p.train(Span.steps(30))
                                .optimizer("sgd", Map.of())
                                .learningRate(0.05)
                                .accumulate(2)
                                .sparsify(s -> s.layers("*")
                                        .sparsity(0.9)
                                        .distribute("global", Map.of())
                                        .start("dense", Map.of())
                                        .storage(storage)
                                        .update(Span.steps(1), Span.steps(1), Span.steps(2))
                                        .prune(prune, Map.of())))
                .checkpoint(Span.steps(7), 2)
                .build();
    }

    @Test
    void theSameLinksForAnyNumberOfThreadsAndAfterAStop() {
        RunSummary summary = new SameBits(temp).requireTheSameBits(plan("grasp", Storage.SPARSE), 11);
        long links =
                summary.layers().stream().mapToLong(RunSummary.Layer::links).sum();
        assertThat(links).isEqualTo((784 * 24 + 24 * 10) / 10);
        assertThat(summary.digest())
                .isNotEqualTo(new SameBits(temp.resolve("other"))
                        .run(plan("saliency", Storage.SPARSE), 1)
                        .digest());
    }

    @Test
    void amongAllPositionsOfALatentWeight() {
        RunSummary summary = SameBits.run(plan("grasp", Storage.LATENT), temp.resolve("latent"), 1);
        assertThat(summary.error()).isEmpty();
        assertThat(summary.sparsity()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void aPlanTellsWhatItCosts() {
        try (Espalier espalier = Espalier.builder().threads(1).backend("scalar").build()) {
            assertThat(espalier.plan(plan("grasp", Storage.SPARSE), false)
                            .phases()
                            .getFirst()
                            .orderOfAStep())
                    .anySatisfy(line -> assertThat(line)
                            .contains("takes the optimizer's place in that step, with three more passes forward and"
                                    + " backward"));
        }
    }
}
