package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.api.Span;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that act at points of a step. */
final class RulesInStepsTest {
    @TempDir
    Path temp;

    private static RecipePlan recipe(long steps, double rate, Consumer<PhaseBuilder> more) {
        return RecipePlan.builder("rules")
                .seed(4)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .split(0.1, 0)
                        .batch(20))
                .model(m ->
                        m.input(28, 28, 1).flatten().dense("fc1", 24, "relu").dense("out", 10, "none"))
                .checkpoint(Span.steps(7), 2)
                .phase("train", p -> {
                    p.train(Span.steps(steps))
                            .optimizer("sgd", Map.of("momentum", 0.9))
                            .learningRate(rate)
                            .average(0.9)
                            .sparsify(s -> s.layers("fc1")
                                    .sparsity(0.8)
                                    .update(Span.steps(10), Span.steps(0), Span.percent(60))
                                    .replace(0.3)
                                    .prune("magnitude", Map.of())
                                    .grow("gradient", Map.of()));
                    more.accept(p);
                })
                .build();
    }

    @Test
    void theSameBitsAfterAStopInTheMiddleOfAnEpoch() {
        RecipePlan plan = recipe(
                260,
                0.05,
                p -> p.rule("weight-noise", Map.of("deviation", 0.02))
                        .rule("centre-gradient", Map.of("layers", "fc1"))
                        .rule("max-norm", Map.of("limit", 1.5))
                        .rule("plateau", Map.of("patience", 0, "factor", 0.5)));
        RunSummary summary = new SameBits(temp).requireTheSameBits(plan, 123);
        assertThat(summary.error()).isEmpty();
    }

    /** Nothing is learned, so whatever changes was left behind by a rule. */
    @Test
    void whatIsAddedBeforeTheForwardPassIsGoneAfterIt() {
        SameBits bits = new SameBits(temp);
        String plain = bits.run(recipe(5, 0, p -> {}), 1).digest();
        assertThat(bits.run(recipe(5, 0, p -> p.rule("weight-noise", Map.of("deviation", 0.5))), 1)
                        .digest())
                .isEqualTo(plain);
    }

    @Test
    void aDialThatIsTakenOverIsNotWhatItsScheduleSays() {
        SameBits bits = new SameBits(temp);
        String plain = bits.run(recipe(60, 0.05, p -> {}), 1).digest();
        Map<String, Object> hasty = Map.of("patience", 0, "threshold", 0.9, "factor", 0.01);
        assertThat(bits.run(recipe(60, 0.05, p -> p.rule("plateau", hasty)), 1).digest())
                .isNotEqualTo(plain);
    }

    @Test
    void aMeasureThatIsNotThereIsNamed() {
        RecipePlan plan = recipe(9, 0.05, p -> p.rule("plateau", Map.of("measure", "speed")));
        assertThat(new SameBits(temp).run(plan, 1).error().orElseThrow())
                .contains("The plugin rule 'plateau'")
                .contains("It asks for 'speed', and what is measured is ");
    }
}
