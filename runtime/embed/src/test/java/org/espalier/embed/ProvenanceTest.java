package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.api.EspalierException;
import org.espalier.core.execution.RecipeRun;
import org.espalier.core.execution.RunLock;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.CanonicalRecipe;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.provenance.BundleIdentity;
import org.espalier.core.provenance.IdentityFile;
import org.espalier.core.provenance.RunIdentity;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
    private static final RecipePlan PLAN = Recipes.small("rigl", 16, 100, 20, 10);

    @TempDir
    private Path temp;

    private RunResult run(String folder, RecipePlan plan, int threads, String backend, Consumer<RunEvent> listener) {
        try (Espalier espalier =
                Espalier.builder().threads(threads).backend(backend).build()) {
            return espalier.run(plan, new RunOptions(temp.resolve(folder), new RunControl()), listener);
        }
    }

    @Test
    void whatMakesARunIsWrittenBeforeItsFirstStep() {
        List<RunIdentity> read = new ArrayList<>();
        RunResult result = run("early", PLAN, 1, "scalar", event -> {
            if (event instanceof RunEvent.Started started) {
                read.add(IdentityFile.read(started.folder()));
            }
        });
        assertThat(read).containsExactly(result.identity());
        RunIdentity identity = result.identity();
        assertThat(identity.recipe().sha256())
                .isEqualTo(CanonicalRecipe.of(PLAN).hash());
        assertThat(identity.recipe().seed()).isEqualTo(PLAN.seed());
        assertThat(identity.data()).containsOnlyKeys("strokes train", "strokes test");
        assertThat(identity.backend().name()).isEqualTo("scalar");
    }

    @Test
    void theBundlesAreThoseOfTheEngineAndOfThePluginsTheRecipeUses() {
        List<BundleIdentity> bundles =
                run("bundles", PLAN, 1, "scalar", event -> {}).identity().bundles();
        // In this build they are jars or folders of classes, called after bundle or module.
        assertThat(bundles)
                .extracting(bundle -> bundle.name().replaceFirst("^org\\.espalier\\.(plugins\\.)?", ""))
                .containsExactlyInAnyOrder(
                        "api", "core", "budgets", "criteria", "data", "losses", "masks", "optimizers");
        assertThat(bundles).allMatch(bundle -> bundle.sha256().matches("[0-9a-f]{64}"));
    }

    @Test
    void theSameRecipeHasOneIdentityAndOneModelFileForEveryNumberOfThreads() throws Exception {
        RunResult one = run("one", PLAN, 1, "scalar", event -> {});
        RunResult three = run("three", PLAN, 3, "scalar", event -> {});
        assertThat(three.identity()).isEqualTo(one.identity());
        assertThat(temp.resolve("three").resolve(RecipeRun.WEIGHTS))
                .hasSameBinaryContentAs(temp.resolve("one").resolve(RecipeRun.WEIGHTS));
    }

    @Test
    void anotherSeedIsAnotherRecipe() {
        RunIdentity first = run("first", PLAN, 1, "scalar", event -> {}).identity();
        RunIdentity second =
                run("second", PLAN.withSeed(8), 1, "scalar", event -> {}).identity();
        assertThat(first.differences(second)).singleElement().asString().startsWith("the recipe was small-rigl");
    }

    @Test
    void filesOfTheRecipesFolderAreNamedAsTheRecipeNamesThem() throws Exception {
        Path table = Files.createDirectories(temp.resolve("recipes/data")).resolve("table.csv");
        Files.writeString(table, "a,b,y\n" + "1,2,red\n2,1,blue\n".repeat(20));
        RecipePlan plan = RecipePlan.builder("table")
                .data(d -> d.source("csv", Map.of("file", "data/table.csv", "target", "y"))
                        .batch(8))
                .model(m -> m.input(2).dense("out", 2, "none"))
                .phase(
                        "train",
                        p -> p.train(org.espalier.api.Span.steps(2))
                                .optimizer("sgd", Map.of())
                                .learningRate(0.1))
                .build()
                .in(temp.resolve("recipes"));
        RunIdentity identity = run("table", plan, 1, "scalar", event -> {}).identity();
        assertThat(identity.data()).containsOnlyKeys("data/table.csv");
        assertThat(identity.recipe().folder()).isEqualTo(temp.resolve("recipes").toString());
    }

    @Test
    void aSecondRunInTheFolderOfAFirstIsRefusedAndDisturbsNothing() {
        List<String> refusals = new ArrayList<>();
        RunResult first = run("shared", PLAN, 1, "scalar", event -> {
            if (event instanceof RunEvent.PhaseStarted) {
                assertThatThrownBy(() -> run("shared", PLAN, 1, "scalar", other -> {}))
                        .isInstanceOf(EspalierException.class)
                        .satisfies(e -> refusals.add(String.valueOf(e.getMessage())));
            }
        });
        assertThat(refusals)
                .singleElement()
                .asString()
                .contains(temp.resolve("shared").toString())
                .contains("another run of this process (small-rigl");
        assertThat(first.summary().error()).isEmpty();
        assertThat(RunLock.state(temp.resolve("shared")).held()).isFalse();
    }

    @Test
    void twoRunsAtOnceInTwoFoldersDoNotNoticeEachOther() {
        List<RunResult> inner = new ArrayList<>();
        RunResult outer = run("outer", PLAN, 1, "scalar", event -> {
            if (event instanceof RunEvent.PhaseStarted) {
                inner.add(run("inner", PLAN, 2, "scalar", other -> {}));
            }
        });
        assertThat(inner)
                .singleElement()
                .satisfies(result -> assertThat(result.summary().digest())
                        .isEqualTo(outer.summary().digest()));
    }
}
