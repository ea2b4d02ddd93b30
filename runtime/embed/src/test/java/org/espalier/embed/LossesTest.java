package org.espalier.embed;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses against numbers, from a table to a trained model. */
final class LossesTest {
    @TempDir
    Path temp;

    /** Points of a disc, and whether they are in its upper half, as a number. */
    private RecipePlan table(String loss, String metric, int yes) throws IOException {
        StringBuilder rows = new StringBuilder("x,y,upper\n");
        for (int i = 0; i < 400; i++) {
            double size = Math.sqrt(i % 20 + 1);
            double x = size * Math.cos(i);
            double y = size * Math.sin(i);
            rows.append(x)
                    .append(',')
                    .append(y)
                    .append(',')
                    .append(y > 0 ? yes : 0)
                    .append('\n');
        }
        Path file = Files.writeString(temp.resolve("points.csv"), rows.toString());
        return RecipePlan.builder("table")
                .seed(3)
                .data(d -> d.source("csv", Map.of("file", file.toString()))
                        .prepare("standardize")
                        .split(0, 0.25)
                        .batch(32))
                .model(m -> m.input(2)
                        .dense("fc1", 16, "none")
                        .layer("", "elementwise", Map.of("of", "leaky-relu", "constants", 0.2))
                        .layer("", "elementwise", Map.of("of", "clamp", "constants", List.of(-1, 3)))
                        .dense("out", 1, "none"))
                .phase(
                        "train",
                        p -> p.train(Span.epochs(60))
                                .loss(loss, Map.of())
                                .optimizer("adam", Map.of())
                                .learningRate(0.01))
                .report(metric)
                .build();
    }

    private RunSummary run(RecipePlan plan, String folder, int threads, String backend) {
        try (Espalier espalier =
                Espalier.builder().threads(threads).backend(backend).build()) {
            return espalier.run(plan, new RunOptions(temp.resolve(folder), new RunControl()), event -> {})
                    .summary();
        }
    }

    private static double onTest(RunSummary summary, String metric) {
        return requireNonNull(requireNonNull(summary.metrics().get("test")).get(metric));
    }

    @ParameterizedTest
    @CsvSource({"binary-cross-entropy, binary-accuracy, 0.95, 1", "huber, mean-squared-error, 0, 0.1"})
    void numbersOfATableAreLearnt(String loss, String metric, double least, double most) throws Exception {
        RecipePlan plan = table(loss, metric, 1);
        RunSummary first = run(plan, "first", 1, "scalar");
        assertThat(onTest(first, metric)).isBetween(least, most);
        RunSummary second = run(plan, "second", 2, Espalier.AUTO);
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(second.metrics()).isEqualTo(first.metrics());
    }

    @Test
    void classesAreProbabilitiesToo() {
        RecipePlan small = Recipes.small("static", 24, 300, 30, 1);
        RunSummary[] summaries = new RunSummary[2];
        String[] losses = {"cross-entropy", "kl-divergence"};
        for (int i = 0; i < losses.length; i++) {
            String loss = losses[i];
            RecipePlan plan = RecipePlan.builder("classes")
                    .seed(3)
                    .data(small.data())
                    .model(small.model())
                    .phase(
                            "train",
                            p -> p.train(Span.steps(60))
                                    .loss(loss, Map.of())
                                    .optimizer("adam", Map.of())
                                    .learningRate(0.01))
                    .build();
            summaries[i] = run(plan, loss, 1, "scalar");
        }
        double one = onTest(summaries[0], "accuracy");
        assertThat(one).isGreaterThan(0.3);
        assertThat(onTest(summaries[1], "accuracy")).isBetween(one - 0.1, one + 0.1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "binary-cross-entropy | reads targets from 0 for no to 1 for yes, but target 0 of training example",
                "kl-divergence        | reads probabilities that add up to 1, but those of training example",
            })
    void targetsThatDoNotFitAreSaidBeforeTheFirstStep(String loss, String message) throws Exception {
        RecipePlan plan = table(loss, "mean-squared-error", 3);
        assertThatThrownBy(() -> run(plan, "refused", 1, "scalar"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("The loss '" + loss + "' " + message)
                .hasMessageContaining("Write: loss 'squared-error'");
        assertThat(temp.resolve("refused")).doesNotExist();
    }
}
