package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.Expectation;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunTest {
    @TempDir
    Path temp;

    private RunSummary run(RecipePlan plan, int threads, String backend, List<RunEvent> events) {
        try (Espalier espalier =
                Espalier.builder().threads(threads).backend(backend).build()) {
            Path folder = temp.resolve("run-" + System.nanoTime());
            return espalier.run(plan, new RunOptions(folder, new RunControl()), events::add)
                    .summary();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense", "static", "set", "rigl", "gmp"})
    void oneDigestForThreadsAndBackends(String method) {
        RecipePlan plan = Recipes.small(method, 40, 300, 37, 40);
        RunSummary first = run(plan, 1, "scalar", new ArrayList<>());
        assertThat(first.outcome()).isEqualTo(Outcome.DONE);
        assertThat(run(plan, 2, "scalar", new ArrayList<>()).digest()).isEqualTo(first.digest());
        assertThat(run(plan, 3, Espalier.AUTO, new ArrayList<>()).digest()).isEqualTo(first.digest());
    }

    @Test
    void theBestBackendIsChosenAndItsAbsenceExplained() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        List<RunEvent> events = new ArrayList<>();
        RunSummary summary = run(Recipes.small("static", 8, 20, 10, 2), 1, Espalier.AUTO, events);
        List<String> notes = events.stream()
                .filter(RunEvent.Note.class::isInstance)
                .map(e -> ((RunEvent.Note) e).text())
                .toList();
        assertThat(summary.backend()).isEqualTo(vectors ? "simd" : "scalar");
        if (vectors) {
            assertThat(notes).isEmpty();
        } else {
            assertThat(notes)
                    .singleElement()
                    .asString()
                    .contains("backend 'simd'")
                    .contains("--add-modules jdk.incubator.vector");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "rigl"})
    void movingLinksKeepsTheirNumber(String method) {
        List<RunEvent> events = new ArrayList<>();
        RunSummary summary = run(Recipes.small(method, 40, 300, 37, 40), 2, "scalar", events);
        List<RunEvent.TopologyChanged> changes = events.stream()
                .filter(RunEvent.TopologyChanged.class::isInstance)
                .map(RunEvent.TopologyChanged.class::cast)
                .toList();
        // Steps 5, 10, … 30 of 40, two layers each.
        assertThat(changes).hasSize(12);
        assertThat(changes).allMatch(c -> c.dropped() == c.grown() && c.step() <= 30);
        for (RunSummary.Layer layer : summary.layers()) {
            assertThat(changes.stream().filter(c -> c.layer().equals(layer.name())))
                    .allMatch(c -> c.links() == layer.links());
        }
        long selected = 40L * 784 + 40L * 40;
        assertThat(summary.layers().get(0).links() + summary.layers().get(1).links())
                .isEqualTo(Math.round(0.1 * selected));
    }

    @Test
    void gradualPruningOnlyLosesLinksAndEndsAtItsTarget() {
        List<RunEvent> events = new ArrayList<>();
        RunSummary summary = run(Recipes.small("gmp", 40, 300, 37, 40), 2, "scalar", events);
        long last = Long.MAX_VALUE;
        for (RunEvent event : events) {
            if (event instanceof RunEvent.TopologyChanged change
                    && change.layer().equals("fc1")) {
                assertThat(change.grown()).isZero();
                assertThat((long) change.links()).isLessThanOrEqualTo(last);
                last = change.links();
            }
        }
        long selected = 40L * 784 + 40L * 40;
        assertThat(summary.layers().get(0).links() + summary.layers().get(1).links())
                .isEqualTo(Math.round(0.1 * selected));
    }

    @Test
    void trainingLowersTheLossAndTheFolderTellsEverything() throws Exception {
        RecipePlan plan = Recipes.small("rigl", 64, 1000, 50, 200);
        Path folder = temp.resolve("told");
        try (Espalier espalier = Espalier.builder().threads(2).build()) {
            RunResult result = espalier.run(plan, new RunOptions(folder, new RunControl()), event -> {});
            assertThat(result.summary().phases().getFirst().epochs().getFirst().trainLoss())
                    .isGreaterThan(result.summary().phases().getFirst().trainLoss());
            assertThat(result.summary().metrics().get("test"))
                    .hasEntrySatisfying(
                            "accuracy", accuracy -> assertThat(accuracy).isGreaterThan(0.3));
            assertThat(folder)
                    .isDirectoryContaining(f -> f.endsWith("summary.json"))
                    .isDirectoryContaining(f -> f.endsWith("plan.json"))
                    .isDirectoryContaining(f -> f.endsWith("recipe.groovy"))
                    .isDirectoryContaining(f -> f.endsWith("metrics.jsonl"));
            assertThat(espalier.evaluate(plan, folder, "test"))
                    .isEqualTo(result.summary().metrics().get("test"));
            assertThat(Files.readString(folder.resolve("summary.json")))
                    .contains(result.summary().digest());
        }
    }

    @Test
    void anExpectationThatFailsIsTold() {
        RecipePlan plan = with(Recipes.small("static", 16, 100, 20, 10), "accuracy", 0.999);
        RunSummary summary = run(plan, 1, "scalar", new ArrayList<>());
        assertThat(summary.outcome()).isEqualTo(Outcome.EXPECTATION_NOT_MET);
        assertThat(summary.expectations())
                .singleElement()
                .satisfies(c -> assertThat(c.met()).isFalse());
    }

    private static RecipePlan with(RecipePlan plan, String metric, double figure) {
        return RecipePlan.builder(plan.name())
                .seed(plan.seed())
                .data(plan.data())
                .model(plan.model())
                .phase(plan.phases().getFirst())
                .expect(new Expectation(metric, "", "test", Expectation.Comparison.ABOVE, figure, Place.NONE))
                .build();
    }

    @Test
    void aLossThatIsNotFiniteEndsTheRunWithASentence() {
        RecipePlan small = Recipes.small("static", 16, 100, 20, 50);
        RecipePlan wild = RecipePlan.builder("wild")
                .data(small.data())
                .model(small.model())
                .phase(
                        "train",
                        p -> p.train(Span.steps(50)).optimizer("sgd", Map.of()).learningRate(1e38))
                .build();
        RunSummary summary = run(wild, 1, "scalar", new ArrayList<>());
        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(summary.error().orElseThrow())
                .contains("phase 'train'")
                .contains("learning rate")
                .contains("at step");
    }

    @Test
    void aRunThatIsStoppedEndsAtTheNextStepAndKeepsWhatWasDone() {
        RunControl control = new RunControl();
        Path folder = temp.resolve("stopped");
        try (Espalier espalier = Espalier.builder().threads(1).backend("scalar").build()) {
            RunSummary summary = espalier.run(
                            Recipes.small("rigl", 16, 100, 20, 100_000), new RunOptions(folder, control), event -> {
                                if (event instanceof RunEvent.Progress) {
                                    control.stop();
                                }
                            })
                    .summary();
            assertThat(summary.outcome()).isEqualTo(Outcome.INTERRUPTED);
            assertThat(summary.phases().getFirst().steps()).isEqualTo(1);
            assertThat(folder.resolve("summary.json")).exists();
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsASentence() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "x");
        try (Espalier espalier = Espalier.builder().threads(1).backend("scalar").build()) {
            assertThatThrownBy(() -> espalier.run(
                            Recipes.small("static", 8, 20, 10, 1),
                            new RunOptions(file.resolve("run"), new RunControl()),
                            event -> {}))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void theFiguresOfThePlanAreThoseOfTheRun() {
        RecipePlan plan = Recipes.small("rigl", 40, 300, 37, 40);
        try (Espalier espalier = Espalier.builder().threads(1).backend("scalar").build()) {
            var report = espalier.plan(plan, false);
            RunSummary summary = run(plan, 1, "scalar", new ArrayList<>());
            assertThat(report.links()).isEqualTo(summary.links());
            assertThat(report.weights()).isEqualTo(summary.weights());
            for (int i = 0; i < report.layers().size(); i++) {
                assertThat(report.layers().get(i).finalLinks())
                        .isEqualTo(summary.layers().get(i).links());
            }
            assertThat(report.phases().getFirst().topologyUpdates())
                    .isEqualTo(summary.phases().getFirst().topologyUpdates());
        }
    }
}
