package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.PluginUse;
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
    private static RecipePlan pruned(int steps) {
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
                .transform("prune", Map.of("share", 0.75, "of", "layer", "layers", "fc*", "rounds", 3, "steps", steps))
                .phase("tune", p -> trained(p, 40))
                .transform("prune", Map.of("share", 0.5, "layers", "out"))
                .build();
    }

    @Test
    void linksAreDroppedBetweenPhasesWithTheSameBitsAfterAStop() {
        SameBits bits = new SameBits(temp);
        RunSummary summary =
                bits.requireTheSameBits(pruned(5), trained -> trained.phase().equals("tune") && trained.step() == 11);
        assertThat(summary.layers()).extracting(RunSummary.Layer::links).containsExactly(24L * 784 / 4, 72L, 120L);
        assertThat(summary.layers()).extracting(RunSummary.Layer::storage).containsOnly("sparse");
        assertThat(bits.run(pruned(0), 1).digest()).isNotEqualTo(summary.digest());
    }

    /** Convolutions, normalisation and dense layers, pruned by what comes into them; one of them is sparse already. */
    private static RecipePlan walked() {
        return RecipePlan.builder("walk")
                .seed(5)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .layer("c1", "conv", Map.of("filters", 4, "kernel", 5, "stride", 3))
                        .layer("bn", "batch-norm", Map.of("activation", "relu"))
                        .flatten()
                        .dense("fc1", 24, "relu")
                        .dense("fc2", 24, "relu")
                        .dense("out", 10, "none"))
                .checkpoint(Span.steps(7), 2)
                .phase(
                        "train",
                        p -> trained(p, 30).sparsify(s -> s.layers("fc2").sparsity(0.5)))
                .transform(
                        "wanda",
                        Map.of("sparsity", 0.75, "pattern", part("fan-in", Map.of()), "layers", "fc*", "examples", 50))
                .phase("tune", p -> trained(p, 20))
                .transform(
                        "sparse-gpt",
                        Map.of("sparsity", 0.4, "pattern", part("unstructured", Map.of()), "examples", 100))
                .build();
    }

    private static PluginUse part(String pattern, Map<String, ?> options) {
        return PluginUse.of("pattern", pattern, options);
    }

    @Test
    void layersArePrunedByWhatComesIntoThemWithTheSameBitsAfterAStop() {
        RunSummary summary = new SameBits(temp)
                .requireTheSameBits(walked(), trained -> trained.phase().equals("tune") && trained.step() == 11);
        // Of each block of 128 inputs 0.4 go. Of fc1 and fc2 a quarter was left, and these go first.
        assertThat(summary.layers())
                .extracting(RunSummary.Layer::links)
                .containsExactly(100L - 40, 24L * 256 / 4, 24L * 24 / 4, 240L - 96);
    }

    @Test
    void whatTheInputsOfALayerAreIsNotKnownOfARecurrence() {
        RecipePlan plan = RecipePlan.builder("walk")
                .data(d -> d.source("strokes", Map.of("train", 40, "test", 20)).batch(20))
                .model(m -> m.input(28, 28)
                        .layer("memory", "gru", Map.of("units", 6))
                        .flatten()
                        .dense("out", 10, "none"))
                .phase("train", p -> trained(p, 1))
                .transform("wanda", Map.of("sparsity", 0.5, "pattern", part("fan-in", Map.of())))
                .build();
        assertThatThrownBy(() -> new SameBits(temp).run(plan, 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("'wanda' goes by what comes into products")
                .hasMessageContaining("memory.")
                .hasMessageContaining("'out'");
    }
}
