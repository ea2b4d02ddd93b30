package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SparsifyPlan.Storage;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links chosen by what flows through them, in rounds at the beginning of a phase. */
final class FlowTest {
    @TempDir
    Path temp;

    private static RecipePlan plan(String activation, Storage storage) {
        return RecipePlan.builder("flow")
                .seed(6)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 24, activation)
                        .dense("fc2", 24, "relu")
                        .dense("out", 10, "none"))
                .phase(
                        "train",
                        p -> p.train(Span.steps(60))
                                .optimizer("sgd", Map.of())
                                .learningRate(0.05)
                                .sparsify(s -> s.layers("*")
                                        .sparsity(PluginUse.of("schedule", "geometric-density", Map.of("to", 0.98)))
                                        .distribute("global", Map.of())
                                        .start("dense", Map.of())
                                        .storage(storage)
                                        .update(Span.steps(1), Span.steps(0), Span.steps(20))
                                        .prune("synflow", Map.of())))
                .checkpoint(Span.steps(7), 2)
                .build();
    }

    @Test
    void roundsGiveTheSameBitsAndLeaveAShareOfAllLayers() {
        RunSummary summary = new SameBits(temp).requireTheSameBits(plan("relu", Storage.SPARSE), 11);
        long links =
                summary.layers().stream().mapToLong(RunSummary.Layer::links).sum();
        assertThat(links).isEqualTo((784 * 24 + 24 * 24 + 24 * 10) * 2 / 100);
        assertThat(summary.phases().getFirst().topologyUpdates()).isEqualTo(20);
    }

    @Test
    void aFlowThatEndsIsToldBeforeAnythingIsTrained() {
        assertMistake(
                plan("tanh", Storage.SPARSE),
                "'synflow' follows what flows through the network when only magnitudes count, and that ends at 'fc1");
        assertMistake(plan("relu", Storage.LATENT), "Nothing flows through positions that are not seen");
    }

    private void assertMistake(RecipePlan plan, String sentence) {
        assertThatThrownBy(() -> SameBits.run(plan, temp.resolve("refused"), 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(sentence);
    }
}
