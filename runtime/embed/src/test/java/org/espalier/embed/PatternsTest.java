package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.Span;
import org.espalier.api.border.TensorView;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SparsifyPlan.Storage;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers of one network with patterns of their own. */
final class PatternsTest {
    @TempDir
    Path temp;

    /** One of four inputs, chosen anew as values change; blocks of 4 x 4; as many links in every row. */
    private static RecipePlan plan() {
        return RecipePlan.builder("patterns")
                .seed(5)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 32, "relu")
                        .dense("fc2", 32, "relu")
                        .dense("fc3", 24, "relu")
                        .dense("out", 10, "none"))
                .phase(
                        "train",
                        p -> p.train(Span.steps(100))
                                .optimizer("sgd", Map.of("momentum", 0.9))
                                .learningRate(0.05)
                                .sparsify(s -> s.layers("fc1")
                                        .sparsity(0.75)
                                        .pattern("n-m", Map.of("n", 1, "m", 4))
                                        .storage(Storage.LATENT)
                                        .update(Span.steps(5), Span.steps(0), Span.percent(100))
                                        .prune("magnitude", Map.of()))
                                .sparsify(s ->
                                        s.layers("fc2").sparsity(0.5).pattern("block", Map.of("rows", 4, "columns", 4)))
                                .sparsify(s -> s.layers("fc3").sparsity(0.75).pattern("fan-in", Map.of())))
                .checkpoint(Span.steps(7), 2)
                .export("safetensors", "model.safetensors")
                .build();
    }

    @Test
    void threeLayersTrainResumeAndAreExportedEachInItsPattern() {
        RunSummary summary = new SameBits(temp).requireTheSameBits(plan(), 17);
        RunSummary.EpochRow first = summary.phases().getFirst().epochs().getFirst();
        RunSummary.EpochRow last = summary.phases().getFirst().epochs().getLast();
        assertThat(last.trainLoss()).isLessThan(first.trainLoss() / 2);
        TensorView.Sparse ofFour = exported("fc1.weight");
        TensorView.Sparse blocks = exported("fc2.weight");
        TensorView.Sparse even = exported("fc3.weight");
        for (int row = 0; row < 32; row++) {
            assertThat(columns(ofFour, row).map(column -> column / 4).toArray())
                    .containsExactly(IntStream.range(0, 784 / 4).toArray());
            int[] kept = columns(blocks, row).toArray();
            assertThat(columns(blocks, row / 4 * 4).toArray()).containsExactly(kept);
            for (int i = 0; i < kept.length; i++) {
                assertThat(kept[i]).isEqualTo(kept[i / 4 * 4] / 4 * 4 + i % 4);
            }
        }
        assertThat(blocks.columns()).hasSize(32 * 32 / 2);
        assertThat(IntStream.range(0, 24).mapToLong(row -> columns(even, row).count()))
                .containsOnly(8L);
    }

    private TensorView.Sparse exported(String name) {
        return new SafetensorsFiles()
                .read(temp.resolve("run-0/model.safetensors")).tensors().stream()
                        .filter(tensor -> tensor.name().equals(name))
                        .map(TensorView.Sparse.class::cast)
                        .findFirst()
                        .orElseThrow();
    }

    private static IntStream columns(TensorView.Sparse weight, int row) {
        return Arrays.stream(weight.columns(), weight.rowStarts()[row], weight.rowStarts()[row + 1]);
    }
}
