package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that change the network between phases. */
final class TransformTest {
    @TempDir
    Path temp;

    private static PhaseBuilder trained(PhaseBuilder phase, long steps) {
        return phase.train(Span.steps(steps)).optimizer("sgd", Map.of()).learningRate(0.05);
    }

    /** A sparse layer and two dense ones lose links. */
    private static RecipePlan pruned() {
        return RecipePlan.builder("transform")
                .seed(4)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 24, "relu")
                        .dense("fc2", 24, "relu")
                        .dense("out", 10, "none"))
                .checkpoint(Span.steps(7), 2)
                .phase(
                        "train",
                        p -> trained(p, 30).sparsify(s -> s.layers("fc2").sparsity(0.5)))
                .transform("prune", Map.of("share", 0.75, "of", "layer", "layers", "fc*"))
                .phase("tune", p -> trained(p, 40))
                .transform("prune", Map.of("share", 0.5, "layers", "out"))
                .build();
    }

    @Test
    void linksAreDroppedBetweenPhasesWithTheSameBitsAfterAStop() {
        SameBits bits = new SameBits(temp);
        RunSummary summary =
                bits.requireTheSameBits(pruned(), trained -> trained.phase().equals("tune") && trained.step() == 11);
        assertThat(summary.layers()).extracting(RunSummary.Layer::links).containsExactly(24L * 784 / 4, 72L, 120L);
        assertThat(summary.layers()).extracting(RunSummary.Layer::storage).containsOnly("sparse");
    }
}
