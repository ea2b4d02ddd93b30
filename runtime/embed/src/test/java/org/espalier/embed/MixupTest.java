package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples that are mixed are learnt from their mixed targets. */
class MixupTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void mixedClassesAreLearntByTheirDivergence() {
        try (Espalier espalier = Espalier.builder().threads(2).build()) {
            RunOptions options = new RunOptions(folder.resolve("run"), new RunControl());
            Map<String, Map<String, Double>> measured = espalier.run(plan("kl-divergence"), options, event -> {})
                    .summary()
                    .metrics();
            assertThat(measured.getOrDefault("test", Map.of()).getOrDefault("accuracy", 0.0))
                    .isGreaterThan(0.5);
        }
    }

    @Test
    void mixedClassesCannotBeLearntOneByOne() {
        try (Espalier espalier = Espalier.builder().threads(2).build()) {
            assertThatThrownBy(() -> espalier.plan(plan("cross-entropy"), false))
                    .isInstanceOf(RecipeException.class)
                    .hasMessageContaining("a preparation mixes those of 'strokes'");
        }
    }

    private static RecipePlan plan(String loss) {
        return RecipePlan.builder("mixed")
                .data(data -> data.source("strokes", Map.of("train", 1000, "test", 200))
                        .prepare("standardize")
                        .prepare("noise", Map.of("deviation", 0.05))
                        .prepare("cutout", Map.of("size", 4))
                        .prepare("mixup")
                        .batch(32))
                .model(model ->
                        model.input(28, 28, 1).flatten().dense("fc", 64, "relu").dense("out", 10, "none"))
                .phase(
                        "train",
                        phase -> phase.train(Span.epochs(4))
                                .loss(loss, Map.of())
                                .optimizer("sgd", Map.of("momentum", 0.9))
                                .learningRate(0.05))
                .report("accuracy")
                .build();
    }
}
