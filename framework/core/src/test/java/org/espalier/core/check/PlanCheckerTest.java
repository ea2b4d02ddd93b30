package org.espalier.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.api.EspalierException;
import org.espalier.api.Span;
import org.espalier.core.catalog.OptionDescriptor;
import org.espalier.core.catalog.OptionType;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.plan.DivergencePlan;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.RecipePlanBuilder;
import org.junit.jupiter.api.Test;

/** Plans built in Java are checked as strictly as recipes. */
class PlanCheckerTest {
    @Test
    void findsNothingInAGoodPlan() {
        assertThat(mistakes(plan -> {}, phase -> {})).isEmpty();
    }

    @Test
    void findsNothingInASparsifiedLastLayer() {
        assertThat(mistakes(
                        plan -> {}, phase -> phase.sparsify(s -> s.layers("out").sparsity(0.5))))
                .isEmpty();
    }

    @Test
    void reportsEveryUnknownPlugin() {
        assertThat(mistakes(plan -> {}, phase -> phase.loss("cross", Map.of()).optimizer("sdg", Map.of())))
                .extracting(Diagnostic::message)
                .containsExactlyInAnyOrder("There is no loss 'cross'.", "There is no optimizer 'sdg'.");
    }

    @Test
    void refusesARateBelowZeroInASchedule() {
        assertThat(ids(plan -> {}, phase -> phase.learningRate("cosine", Map.of("from", -1.0, "to", 0))))
                .containsExactly(DiagnosticId.OUT_OF_RANGE);
    }

    @Test
    void refusesTheSparsestNumberOfAScheduleThatLeavesTooFewLinks() {
        PluginUse cubic = PluginUse.of("schedule", "cosine", Map.of("from", 0, "to", 0.9999));

        assertThat(mistakes(
                        plan -> {},
                        phase -> phase.sparsify(s -> s.layers("*")
                                .sparsity(cubic)
                                .update(Span.steps(10), Span.steps(0), Span.percent(75))
                                .prune("magnitude", Map.of()))))
                .singleElement()
                .satisfies(d -> {
                    assertThat(d.id()).isEqualTo(DiagnosticId.INFEASIBLE_SPARSITY);
                    assertThat(d.hint()).contains("The most these layers can have is 0.9843");
                });
    }

    @Test
    void comparesWindowsInUnitsThatCanBeCompared() {
        assertThat(ids(plan -> {}, phase -> phase.train(Span.steps(100)).sparsify(window(50, Span.percent(40)))))
                .containsExactly(DiagnosticId.CONTRADICTION);
        assertThat(ids(plan -> {}, phase -> phase.train(Span.steps(100)).sparsify(window(50, Span.percent(60)))))
                .isEmpty();
        assertThat(ids(plan -> {}, phase -> phase.train(Span.epochs(2)).sparsify(window(50, Span.percent(60)))))
                .isEmpty();
        assertThat(ids(plan -> {}, phase -> phase.train(Span.steps(40)).sparsify(window(50, Span.steps(60)))))
                .containsExactly(DiagnosticId.CONTRADICTION);
    }

    @Test
    void refusesAPlanWithoutPhasesOrLayers() {
        RecipePlan plan = RecipePlan.builder("empty")
                .data(data -> data.source("strokes"))
                .model(model -> {})
                .build();

        assertThat(new PlanChecker(new Catalog()).check(plan).all())
                .extracting(Diagnostic::id)
                .containsOnly(DiagnosticId.MISSING_WORD)
                .hasSize(3);
    }

    @Test
    void countsPositionsOfHugeLayersWithoutOverflow() {
        RecipePlan plan = RecipePlan.builder("huge")
                .data(data -> data.source("strokes"))
                .model(model -> model.input(2_000_000_000, 2_000_000_000, 2_000_000_000)
                        .flatten()
                        .dense("out", 2_000_000_000, "none"))
                .phase(
                        "train",
                        good().andThen(phase ->
                                phase.sparsify(s -> s.layers("out").sparsity(0.99))))
                .build();

        assertThat(new PlanChecker(new Catalog()).check(plan).all()).isEmpty();
    }

    @Test
    void keepsExportsInsideTheRunsFolder() {
        for (String to : List.of("../x", "/x", "a/../../x", "", "a\\b")) {
            assertThat(ids(plan -> plan.export("safetensors", to), phase -> {}))
                    .containsExactly(DiagnosticId.OUT_OF_RANGE);
        }
        assertThat(ids(plan -> plan.export("safetensors", "a/b..c"), phase -> {}))
                .isEmpty();
    }

    @Test
    void refusesCheckpointsThatNeverEndOrAreNotKept() {
        assertThat(mistakes(plan -> plan.checkpoint(Span.epochs(0), 0), phase -> {}))
                .extracting(Diagnostic::message)
                .containsExactly(
                        "A checkpoint every epochs(0) never comes to an end.", "At least 1 checkpoint is kept, not 0.");
        assertThat(mistakes(plan -> plan.checkpoint(Span.percent(10), 1), phase -> {}))
                .isEmpty();
    }

    @Test
    void refusesGroupsThatSelectNothingAndFactorsThatMeanNothing() {
        assertThat(mistakes(
                        plan -> {},
                        phase -> phase.rate("conv", 0.1)
                                .rate("out", -1)
                                .decay("out", 0.5)
                                .clipNorm(0)
                                .accumulate(0)
                                .average(1)))
                .extracting(Diagnostic::id)
                .containsExactlyInAnyOrder(
                        DiagnosticId.EMPTY_SELECTION,
                        DiagnosticId.OUT_OF_RANGE,
                        DiagnosticId.OUT_OF_RANGE,
                        DiagnosticId.OUT_OF_RANGE,
                        DiagnosticId.OUT_OF_RANGE,
                        DiagnosticId.OUT_OF_RANGE);
    }

    @Test
    void refusesRollbacksThatCannotHelp() {
        for (double factor : new double[] {0, 1, -0.5, 1.5, Double.NaN}) {
            assertThat(ids(plan -> {}, phase -> phase.onDivergence(DivergencePlan.rollback(factor, 1))))
                    .as("factor %s", factor)
                    .containsExactly(DiagnosticId.OUT_OF_RANGE);
        }
        assertThat(ids(plan -> {}, phase -> phase.onDivergence(DivergencePlan.rollback(0.5, 0))))
                .containsExactly(DiagnosticId.OUT_OF_RANGE);
        assertThat(ids(plan -> {}, phase -> phase.onDivergence(DivergencePlan.rollback(0.5, 1))))
                .isEmpty();
    }

    private static Consumer<PhaseBuilder.SparsifyBuilder> window(long from, Span until) {
        return s -> s.layers("fc")
                .sparsity(0.5)
                .update(Span.steps(10), Span.steps(from), until)
                .prune("magnitude", Map.of());
    }

    private static Consumer<PhaseBuilder> good() {
        return phase -> phase.train(Span.epochs(1)).optimizer("sgd", Map.of("momentum", 0.9));
    }

    private static List<DiagnosticId> ids(Consumer<RecipePlanBuilder> plan, Consumer<PhaseBuilder> phase) {
        return mistakes(plan, phase).stream().map(Diagnostic::id).toList();
    }

    private static List<Diagnostic> mistakes(Consumer<RecipePlanBuilder> more, Consumer<PhaseBuilder> phase) {
        RecipePlanBuilder builder = RecipePlan.builder("test")
                .data(data -> data.source("strokes"))
                .model(model -> model.input(8).dense("fc", 8, "relu").dense("out", 8, "none"))
                .phase("train", good().andThen(phase));
        more.accept(builder);
        return new PlanChecker(new Catalog()).check(builder.build()).all();
    }

    /** Descriptors without classes. */
    private static final class Catalog implements PluginCatalog {
        @Override
        public List<PluginDescriptor> plugins() {
            return List.of(
                    plugin("source", "strokes"),
                    plugin("loss", "cross-entropy"),
                    plugin("optimizer", "sgd", number("momentum", Optional.of("0"))),
                    plugin("schedule", "cosine", number("from", Optional.empty()), number("to", Optional.empty())),
                    plugin("distribute", "erk"),
                    plugin("pattern", "unstructured"),
                    plugin("start", "random"),
                    plugin("prune", "magnitude"),
                    plugin("metric", "accuracy"),
                    plugin("export", "safetensors"));
        }

        @Override
        public Class<?> load(PluginDescriptor plugin) {
            throw new EspalierException("a check must not load " + plugin.className());
        }

        @Override
        public Optional<Path> file(PluginDescriptor plugin) {
            return Optional.empty();
        }

        private static PluginDescriptor plugin(String kind, String name, OptionDescriptor... options) {
            return new PluginDescriptor(kind, name, "none", "For tests.", List.of(options), "test", "1");
        }

        private static OptionDescriptor number(String name, Optional<String> byDefault) {
            return new OptionDescriptor(name, OptionType.DOUBLE, "For tests.", byDefault, "", List.of());
        }
    }
}
