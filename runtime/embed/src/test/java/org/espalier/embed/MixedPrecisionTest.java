package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.ModelBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SparsifyPlan.Execution;
import org.espalier.core.plan.SparsifyPlan.Precision;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links that fetch values rounded to bfloat16. */
final class MixedPrecisionTest {
    /** Values are off by at most 1/512 of themselves, and so is the loss of a few steps. */
    private static final double TOLERANCE = 0.02;

    /** Examples of a batch of evaluations. */
    private static final int EVALUATED = 512;

    @TempDir
    Path temp;

    private static RecipePlan plan(Precision precision) {
        return plan(
                precision,
                Execution.SPARSE,
                m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 24, "relu")
                        .dense("fc2", 24, "relu")
                        .dense("out", 10, "none"));
    }

    private static RecipePlan plan(Precision precision, Execution execution, Consumer<ModelBuilder> model) {
        return RecipePlan.builder("precision")
                .seed(6)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(model)
                .phase(
                        "train",
                        p -> p.train(Span.steps(12))
                                .optimizer("sgd", Map.of("momentum", 0.9))
                                .learningRate(0.02)
                                .sparsify(s -> s.layers("*")
                                        .sparsity(0.6)
                                        .execution(execution)
                                        .precision(precision)
                                        .update(Span.steps(3), Span.steps(0), Span.steps(9))
                                        .replace(0.3)
                                        .prune("magnitude", Map.of())
                                        .grow("gradient", Map.of())))
                .checkpoint(Span.steps(4), 2)
                .build();
    }

    @Test
    void trainsNearlyAsFloatsDoAndToOneDigest() {
        RunSummary mixed = new SameBits(temp).requireTheSameBits(plan(Precision.MIXED), 6);
        RunSummary floats = SameBits.run(plan(Precision.FLOAT), temp.resolve("floats"), 2);
        assertThat(mixed.phases().getFirst().trainLoss())
                .isCloseTo(floats.phases().getFirst().trainLoss(), within(TOLERANCE));
        assertThat(mixed.digest()).isNotEqualTo(floats.digest());
    }

    @Test
    void whatARunLeftIsEvaluatedAsItWasTrained() {
        RecipePlan plan = plan(Precision.MIXED);
        Path folder = temp.resolve("run");
        RunSummary run = SameBits.run(plan, folder, 1);
        try (Espalier espalier = Espalier.builder().threads(1).backend("scalar").build()) {
            Map<String, Double> trained = Objects.requireNonNull(run.metrics().get("test"));
            assertThat(espalier.evaluate(plan, folder, "test")).isEqualTo(trained);
            assertThat(espalier.evaluate(plan(Precision.FLOAT), folder, "test")).isNotEqualTo(trained);
        }
    }

    @Test
    void thePlanShowsItAndCountsTheCopies() {
        try (Espalier espalier = Espalier.builder().threads(1).backend("scalar").build()) {
            PlanReport mixed = espalier.plan(plan(Precision.MIXED), false);
            PlanReport floats = espalier.plan(plan(Precision.FLOAT), false);
            assertThat(mixed.layers())
                    .extracting(PlanReport.Layer::kernel)
                    .containsOnly("sparse, whose links fetch values rounded to bfloat16: chosen by sparsify");
            long training = 2L * 32 * (784 + 24);
            long evaluation = 2L * EVALUATED * 784;
            assertThat(mixed.bytesNeeded() - floats.bytesNeeded()).isEqualTo(training + evaluation);
        }
    }

    @Test
    void aLayerThatSeesManyPositionsIsRefused() {
        RecipePlan plan = plan(
                Precision.MIXED,
                Execution.SPARSE,
                m -> m.input(28, 28, 1)
                        .layer("conv", "conv", Map.of("filters", 6, "kernel", 5, "stride", 2, "activation", "relu"))
                        .flatten()
                        .dense("out", 10, "none"));
        assertThatThrownBy(() -> SameBits.run(plan, temp.resolve("refused"), 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("'conv' is no linear layer that sees an example at one position")
                .hasMessageNotContaining("'out'");
    }
}
