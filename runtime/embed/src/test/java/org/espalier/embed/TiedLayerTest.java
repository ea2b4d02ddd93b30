package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of tokens that is the weight of the last layer as well. */
final class TiedLayerTest {
    @TempDir
    Path temp;

    /** A small language model, with RigL on the table. */
    private RecipePlan plan(int units, String embedding) throws IOException {
        Path text = Files.writeString(temp.resolve("text.txt"), "abacabadcbabcdabbacd".repeat(30));
        return RecipePlan.builder("tied")
                .seed(3)
                .data(d -> d.source("text", Map.of("file", text.toString(), "context", 6, "test", 0.2))
                        .batch(20))
                .model(m -> m.input(6)
                        .layer("tokens", "embedding", Map.of("vocabulary", 4, "width", 12))
                        .dense("mix", 12, "tanh")
                        .tied("out", units, embedding))
                .phase(
                        "train",
                        p -> p.train(Span.steps(120))
                                .optimizer("adam", Map.of())
                                .learningRate(0.01)
                                .sparsify(s -> s.layers("tokens")
                                        .sparsity(0.5)
                                        .update(Span.steps(4), Span.steps(0), Span.percent(80))
                                        .replace(0.3)
                                        .prune("magnitude", Map.of())
                                        .grow("gradient", Map.of())))
                .export("safetensors", "model.safetensors")
                .build();
    }

    @Test
    void aSharedTableIsTrainedAndResumed() throws Exception {
        RecipePlan plan = plan(4, "tokens");
        SameBits runs = new SameBits(temp);
        RunSummary whole = runs.run(plan, 1);
        assertThat(whole.phases().getFirst().trainLoss())
                .isLessThan(whole.phases().getFirst().epochs().getFirst().trainLoss());
        assertThat(runs.run(plan, 2).digest()).isEqualTo(whole.digest());
        Path folder = temp.resolve("stopped");
        RunControl control = new RunControl();
        try (Espalier espalier = Espalier.builder().threads(2).backend("scalar").build()) {
            RunOptions options = new RunOptions(folder, control);
            RunSummary stopped = espalier.run(plan, options, event -> {
                        if (event instanceof RunEvent.Trained) {
                            control.stop();
                        }
                    })
                    .summary();
            assertThat(stopped.outcome()).isEqualTo(Outcome.INTERRUPTED);
        }
        RunSummary resumed = SameBits.run(plan, folder, 3);
        assertThat(resumed.digest()).isEqualTo(whole.digest());
        assertThat(resumed.metrics()).isEqualTo(whole.metrics());
    }

    @Test
    void aSharedTableIsCountedAndStoredOnce() throws Exception {
        RecipePlan plan = plan(4, "tokens");
        Path folder = temp.resolve("run");
        RunSummary summary = SameBits.run(plan, folder, 1);
        assertThat(summary.layers()).extracting(RunSummary.Layer::name).containsExactly("tokens", "mix");
        assertThat(summary.weights()).isEqualTo(4 * 12 + 12 * 12);
        assertThat(Files.readString(folder.resolve("model.safetensors"), StandardCharsets.ISO_8859_1))
                .contains("tokens.weight", "mix.weight", "out.bias")
                .doesNotContain("out.weight");
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            PlanReport report = espalier.plan(plan, false);
            assertThat(report.weights()).isEqualTo(summary.weights());
            // The product uses each link at six positions; looking up a row computes nothing.
            assertThat(report.layers().getFirst().flops())
                    .isEqualTo(2.0 * 6 * report.layers().getFirst().links());
            assertThat(espalier.evaluate(plan, folder, "test"))
                    .isEqualTo(summary.metrics().get("test"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mix    | 4 | is tied to 'mix', which is no embedding, or tied to another layer already",
                "token  | 4 | is tied to 'token', and no layer before it has that name",
                "tokens | 5 | makes 5 features of 12, and the table of 'tokens' it is tied to is for 4 tokens of 12",
            })
    void whatATiedLayerCannotUseIsSaid(String embedding, int units, String message) throws Exception {
        RecipePlan plan = plan(units, embedding);
        try (Espalier espalier = Espalier.builder().threads(1).build()) {
            assertThatThrownBy(() -> espalier.plan(plan, false))
                    .isInstanceOf(RecipeException.class)
                    .hasMessageContaining("The layer 'out' " + message);
        }
    }
}
