package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.ModelBuilder;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SparsifyPlan.Execution;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of which links are stored, in products that read every position. */
final class DenseExecutionTest {
    /** After some steps, what the order of float sums changed has grown to less than this. */
    private static final double TOLERANCE = 2e-3;

    @TempDir
    Path temp;

    private static RecipePlan plan(Execution execution) {
        return plan(
                execution,
                m -> m.input(28, 28, 1)
                        .layer("conv", "conv", Map.of("filters", 6, "kernel", 5, "stride", 2, "activation", "relu"))
                        .flatten()
                        .dense("fc", 24, "relu")
                        .dense("out", 10, "none"));
    }

    private static RecipePlan plan(Execution execution, Consumer<ModelBuilder> model) {
        return RecipePlan.builder("execution")
                .seed(6)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(model)
                .phase(
                        "train",
                        p -> p.train(Span.steps(25))
                                .optimizer("sgd", Map.of("momentum", 0.9))
                                .learningRate(0.02)
                                .sparsify(s -> s.layers("*")
                                        .sparsity(0.4)
                                        .execution(execution)
                                        .update(Span.steps(5), Span.steps(0), Span.steps(20))
                                        .replace(0.3)
                                        .prune("magnitude", Map.of())
                                        .grow("gradient", Map.of())))
                .checkpoint(Span.steps(7), 2)
                .build();
    }

    @Test
    void trainsTheSameLinksToTheSameValuesButForRounding() {
        RunSummary dense = new SameBits(temp).requireTheSameBits(plan(Execution.DENSE), 11);
        RunSummary sparse = SameBits.run(plan(Execution.SPARSE), temp.resolve("sparse"), 2);
        assertThat(dense.links()).isEqualTo(sparse.links());
        assertThat(dense.phases().getFirst().trainLoss())
                .isCloseTo(sparse.phases().getFirst().trainLoss(), within(TOLERANCE));
        assertThat(dense.digest()).isNotEqualTo(sparse.digest());
    }

    @Test
    void whatPaysIsMeasuredOnceInARunThatIsBroken() {
        RecipePlan plan = plan(Execution.AUTO);
        Path folder = temp.resolve("auto");
        List<String> notes = new ArrayList<>();
        RunSummary broken = run(plan, folder, t -> t.step() == 11, notes);
        assertThat(broken.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(notes).singleElement().asString().contains("'conv' ", "'fc' ", "'out' ");
        RunSummary resumed = run(plan, folder, t -> false, notes);
        assertThat(resumed.outcome()).isEqualTo(Outcome.DONE);
        assertThat(notes).hasSize(1);
    }

    private static RunSummary run(
            RecipePlan plan, Path folder, Predicate<RunEvent.Trained> stopAfter, List<String> notes) {
        RunControl control = new RunControl();
        return SameBits.run(plan, folder, 1, control, stopAfter, event -> {
            if (event instanceof RunEvent.Note note) {
                notes.add(note.text());
            }
        });
    }

    @Test
    void aLayerThatIsReadByLinksOnlyIsRefused() {
        RecipePlan recurrent = plan(
                Execution.DENSE,
                m -> m.input(28, 28)
                        .layer("rnn", "rnn", Map.of("units", 4))
                        .flatten()
                        .dense("out", 10, "none"));
        assertThatThrownBy(() -> SameBits.run(recurrent, temp.resolve("refused"), 1))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("is read by links only");
    }
}
