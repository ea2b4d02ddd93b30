package org.espalier.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.CanonicalRecipe;
import org.espalier.core.plan.Expectation.Comparison;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.PhasePoint;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipeLanguage;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SparsifyPlan;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.plan.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroovyRecipesTest {
    private static final String HEAD = "recipe('r') {\n data { source 'strokes' }\n model {\n input 4\n";
    private static final String TAIL =
            "\n dense 'out', units: 2\n }\n phase('p') {\n train epochs(1)\n loss 'cross-entropy'\n"
                    + " optimizer 'sgd'\n learningRate 0.1\n }\n}\n";

    @TempDir
    Path folder = Path.of("");

    @Test
    void isFoundAsAService() {
        assertThat(ServiceLoader.load(RecipeLanguage.class)).hasOnlyElementsOfType(GroovyRecipes.class);
    }

    @Test
    void readsEveryWordOfRigl() {
        RecipePlan plan = language()
                .recipe(
                        RecipesOfTheHouseTest.RECIPES.resolve("rigl-fashion-mnist.groovy"),
                        Map.of(),
                        new TestCatalog());

        assertThat(plan.seed()).isEqualTo(42);
        assertThat(plan.params().get("sparsity"))
                .isInstanceOfSatisfying(
                        Value.Num.class, n -> assertThat(n.value()).isEqualTo(0.9));
        assertThat(plan.data().source().name()).isEqualTo("fashion-mnist");
        assertThat(plan.data().prepare()).extracting(PluginUse::name).containsExactly("standardize");
        assertThat(plan.data().batch()).isEqualTo(128);
        assertThat(plan.model().input()).containsExactly(28, 28, 1);
        assertThat(plan.model().layers()).hasSize(4).first().isInstanceOf(LayerPlan.Flatten.class);
        PhasePlan phase = plan.phases().getFirst();
        assertThat(phase.train()).isEqualTo(Span.epochs(10));
        assertThat(phase.optimizer().options().keySet()).containsExactly("momentum", "weightDecay");
        assertThat(phase.learningRate())
                .isInstanceOfSatisfying(
                        Value.Part.class,
                        p -> assertThat(p.text()).isEqualTo("cosine(from: 0.1, to: 0, warmup: epochs(1))"));
        SparsifyPlan sparsify = phase.sparsify().getFirst();
        assertThat(sparsify.layers())
                .extracting(SparsifyPlan.LayerSelector::pattern)
                .containsExactly("fc*");
        assertThat(sparsify.update()).hasValueSatisfying(u -> {
            assertThat(u.every()).isEqualTo(Span.steps(100));
            assertThat(u.from()).isEqualTo(Span.steps(0));
            assertThat(u.until()).isEqualTo(Span.percent(75));
        });
        assertThat(sparsify.grow().map(PluginUse::name)).hasValue("gradient");
        assertThat(plan.expectations())
                .extracting("metric", "of", "on", "comparison", "wanted")
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("accuracy", "", "test", Comparison.ABOVE, 0.875),
                        org.assertj.core.groups.Tuple.tuple("sparsity", "fc*", "", Comparison.AT_LEAST, 0.9));
        assertThat(plan.exports().getFirst().to()).isEqualTo("model.safetensors");
    }

    @Test
    void givesEveryValueItsPlace() throws IOException {
        String recipe = HEAD + TAIL.replace("optimizer 'sgd'", "optimizer 'sgd', momentum: 0.5");
        PluginUse optimizer = read(recipe).phases().getFirst().optimizer();
        int line = recipe.substring(0, recipe.indexOf("optimizer")).split("\n", -1).length;
        String file = folder.resolve("r.groovy").toString();

        Argument momentum = Objects.requireNonNull(optimizer.options().get("momentum"));

        assertThat(optimizer.place()).isEqualTo(new Place(file, line, 12, 5));
        assertThat(momentum.key()).isEqualTo(new Place(file, line, 19, 8));
        assertThat(momentum.value().place()).isEqualTo(new Place(file, line, 29, 3));
    }

    @Test
    void unrollsRepeatsFromOneToN() throws IOException {
        RecipePlan plan = read(HEAD
                + "repeat(2) { i -> repeat(2) { j -> dense \"fc$i-${j * 10}\", units: 2 ** (i + j), activation: 'relu' } }"
                + TAIL);

        assertThat(plan.model().layers())
                .extracting(l -> l instanceof LayerPlan.Dense d ? d.name() + ":" + d.units() : "")
                .containsExactly("fc1-10:4", "fc1-20:8", "fc2-10:8", "fc2-20:16", "out:2");
    }

    @Test
    void furtherDataHaveNamesByWhichLossesSayThem() throws IOException {
        RecipePlan plan = read((HEAD + TAIL).replace("model {", """
                        data('forget') {
                            source 'strokes'
                            classes only: ['3', 7]
                            batch 16
                        }
                        model {
                        """).replace("loss 'cross-entropy'", """
                        loss 'cross-entropy', on: 'forget', smoothing: 0.1, weight: linear(from: -1, to: 0)
                        loss 'cross-entropy'
                        """));

        assertThat(plan.data().source().name()).isEqualTo("strokes");
        assertThat(plan.data().classes()).isEmpty();
        assertThat(plan.streams()).singleElement().satisfies(stream -> {
            assertThat(stream.name()).isEqualTo("forget");
            assertThat(stream.data().batch()).isEqualTo(16);
            assertThat(stream.data().classes())
                    .hasValueSatisfying(classes -> assertThat(classes.text()).isEqualTo("'3', 7"));
        });
        assertThat(plan.phases().getFirst().loss().options()).isEmpty();
        assertThat(plan.phases().getFirst().step().streams()).singleElement().satisfies(loss -> {
            assertThat(loss.on().value()).isEqualTo("forget");
            assertThat(loss.loss().options().keySet()).containsExactly("smoothing");
            assertThat(loss.weight().text()).isEqualTo("linear(from: -1, to: 0)");
        });
        String canonical = CanonicalRecipe.of(plan).text();
        assertThat(canonical)
                .contains("    data('forget') {\n", "        classes only: ['3', 7]\n")
                .contains("loss 'cross-entropy', smoothing: 0.1, on: 'forget', weight: linear(from: -1, to: 0)\n");
        assertThat(CanonicalRecipe.of(read(canonical)).text()).isEqualTo(canonical);
    }

    @Test
    void phasesAndWhatStandsBetweenThemAreRepeatedWithTheRoundInTheirNames() throws IOException {
        RecipePlan plan = read(HEAD + TAIL.substring(0, TAIL.lastIndexOf('}')) + """
                    repeat(2) { round ->
                        phase("early-$round") {
                            start from: 'p', at: steps(3)
                            train steps(5 * round); loss 'cross-entropy'; optimizer 'sgd'; learningRate 0.1 / round
                        }
                        apply 'average', of: ['p', "early-$round"]
                        phase("tune-$round") {
                            start from: "early-$round"
                            train steps(5); loss 'cross-entropy'; optimizer 'sgd'; learningRate 0.1
                        }
                    }
                }
                """);

        assertThat(plan.phases())
                .extracting(phase -> phase.name() + " " + phase.train() + " "
                        + phase.learningRate().text())
                .containsExactly(
                        "p epochs(1) 0.1",
                        "early-1 steps(5) 0.1",
                        "tune-1 steps(5) 0.1",
                        "early-2 steps(10) 0.05",
                        "tune-2 steps(5) 0.1");
        assertThat(plan.needs())
                .extracting(PhasePoint::from)
                .containsExactly("p", "early-1", "p", "early-2", "p", "early-1", "p", "early-2");
        assertThat(plan.between()).extracting(BetweenPlan::after).containsExactly(2, 4);
        assertThat(CanonicalRecipe.of(read(CanonicalRecipe.of(plan).text()))).isEqualTo(CanonicalRecipe.of(plan));
    }

    @Test
    void aWordOfTheModelThatIsNoneOfTheLanguageIsALayerOfAPlugin() throws IOException {
        RecipePlan plan = read("""
                recipe('a') {
                    data { source 'fashion-mnist' }
                    model {
                        input 28, 28, 1
                        conv 'c1', filters: 8, kernel: [3, 3], padding: -1, activation: 'relu'
                        maxPool()
                        repeat(2) { i ->
                            residual {
                                conv "b$i", filters: 8 * i, padding: -1
                                batchNorm()
                                shortcut { conv "s$i", filters: 8 * i, kernel: 1 }
                            }
                        }
                        flatten()
                        dense 'out', units: 10
                    }
                    phase('p') { train epochs(1); loss 'cross-entropy'; optimizer 'sgd'; learningRate 0.1 }
                }
                """);
        String canonical = CanonicalRecipe.of(plan).text();
        assertThat(canonical).contains("""
                        conv 'c1', activation: 'relu', filters: 8, kernel: [3, 3], padding: -1
                        maxPool()
                        residual {
                            conv 'b1', filters: 8, padding: -1
                            batchNorm()
                            shortcut {
                                conv 's1', filters: 8, kernel: 1
                            }
                        }
                        residual {
                """);
        assertThat(CanonicalRecipe.of(read(canonical)).text()).isEqualTo(canonical);
    }

    @Test
    void calculatesInDecimal() throws IOException {
        for (Map.Entry<String, Double> sum : Map.of(
                        "1 - 0.9",
                        0.1,
                        "0.1 + 0.2",
                        0.3,
                        "7 % 4",
                        3.0,
                        "(1 + 2) * -3 / 2",
                        -4.5,
                        "2 ** 10",
                        1024.0,
                        "1_000 * 5e-4",
                        0.5)
                .entrySet()) {
            RecipePlan plan = read(HEAD.replace("data {", "param 'x', " + sum.getKey() + "\n data {") + TAIL);
            assertThat(plan.params().get("x"))
                    .isInstanceOfSatisfying(
                            Value.Num.class,
                            n -> assertThat(n.value()).as(sum.getKey()).isEqualTo(sum.getValue()));
        }
    }

    @Test
    void aParamIsUsedByItsNameBesideTheWordOfThatName() throws IOException {
        String recipe = HEAD.replace("data {", "param 'units', 3\n param 'momentum', units / 10\n data {")
                + TAIL.replace("units: 2", "units: units").replace("'sgd'", "'sgd', momentum: momentum");

        assertThat(CanonicalRecipe.of(read(recipe)).text()).contains("units: 3,", "momentum: 0.3\n");
    }

    @Test
    void settingsOverrideParamsOfEveryType() throws IOException {
        String params = "param 'n', 1\n param 't', 'a'\n param 'f', true\n param 's', epochs(1)\n param 'l', [1, 2]\n"
                + " param 'c', cosine(from: 1, to: 0)\n data {";
        Map<String, String> settings = Map.of(
                "n", "-0.5", "t", "b c", "f", "false", "s", "steps(5)", "l", "[3]", "c", "linear(from: 2, to: 1)");
        RecipePlan plan = read(HEAD.replace("data {", params) + TAIL, settings);

        assertThat(plan.params().values().stream().map(Value::text))
                .containsExactly("-0.5", "'b c'", "false", "steps(5)", "[3]", "linear(from: 2, to: 1)");
    }

    @Test
    void settingsAreValuesAndNothingElse() {
        for (String typed :
                List.of("high", "'x'.execute()", "1); seed(2", "[", "", "true", "new A()", "param", "'1'")) {
            assertThat(refuse(HEAD.replace("data {", "param 'n', 1\n data {") + TAIL, Map.of("n", typed)))
                    .as(typed)
                    .extracting(Diagnostic::id)
                    .containsExactly(DiagnosticId.WRONG_TYPE);
        }
    }

    @Test
    void theSeedIsTheWordOrTheParamOrWhatWasTyped() throws IOException {
        String param = HEAD.replace("data {", "param 'seed', 5\n data {") + TAIL;
        String word = HEAD.replace("data {", "seed 6\n data {") + TAIL;

        assertThat(read(HEAD + TAIL).seed()).isEqualTo(42);
        assertThat(read(param).seed()).isEqualTo(5);
        assertThat(read(word).seed()).isEqualTo(6);
        assertThat(read(param, Map.of("seed", "7")).seed()).isEqualTo(7);
        assertThat(read(word, Map.of("seed", "8")).seed()).isEqualTo(8);
    }

    @Test
    void schedulesAreSpelledInThreeWays() throws IOException {
        List<String> spellings = List.of(
                "learningRate 'warm-up', to: 0.1, over: epochs(1)",
                "learningRate 'warm-up'(to: 0.1, over: epochs(1))",
                "learningRate warmUp(over: epochs(1), to: 0.1)");

        for (String spelling : spellings) {
            assertThat(CanonicalRecipe.of(read(HEAD + TAIL.replace("learningRate 0.1", spelling)))
                            .text())
                    .contains("learningRate 'warm-up', over: epochs(1), to: 0.1\n");
        }
    }

    @Test
    void metricsWithHyphensAreSpelledInTwoWays() throws IOException {
        for (String spelling : List.of("calibrationError below: 0.1", "'calibration-error' below: 0.1, on: 'test'")) {
            RecipePlan plan = read(HEAD + TAIL.replaceFirst("}\n}\n$", "}\n expect { " + spelling + " }\n}\n"));
            assertThat(plan.expectations().getFirst().metric()).isEqualTo("calibration-error");
        }
    }

    @Test
    void relativePathsAreRelativeToTheRecipe() throws IOException {
        assertThat(read(HEAD + TAIL).folder())
                .isEqualTo(Optional.of(folder.toAbsolutePath().normalize()));
    }

    @Test
    void oneTypoIsOneMistake() {
        for (String typo :
                List.of("los 'cross-entropy'", "loss 'cross-entropi'", "loss 'cross-entropy', smothing: 0.1")) {
            assertThat(refuse(HEAD + TAIL.replace("loss 'cross-entropy'", typo), Map.of()))
                    .as(typo)
                    .hasSize(1);
        }
        assertThat(refuse(HEAD + TAIL.replace("units: 2", "units: -2"), Map.of()))
                .hasSize(1);
        assertThat(refuse(HEAD.replace("input 4", "input four") + TAIL, Map.of()))
                .hasSize(1);
    }

    @Test
    void readsAStudyWithItsClaims() {
        StudyPlan study = language()
                .study(
                        RecipesOfTheHouseTest.RECIPES.resolve("studies").resolve("rigl-beats-static.groovy"),
                        new TestCatalog());

        assertThat(study.name()).isEqualTo("rigl-beats-static");
        assertThat(study.runs())
                .extracting(StudyPlan.Run::recipe)
                .containsExactly("static-erk-fashion-mnist", "rigl-fashion-mnist");
        assertThat(study.seeds()).containsExactly(1L, 2L, 3L);
        assertThat(study.vary().get("sparsity")).extracting(Value::text).containsExactly("0.9", "0.98");
        assertThat(study.claims()).singleElement().satisfies(claim -> {
            assertThat(claim.baseline()).hasValue("static-erk-fashion-mnist");
            assertThat(claim.comparison()).isEqualTo(Comparison.ABOVE);
            assertThat(claim.value()).isEqualTo(0.001);
            assertThat(Objects.requireNonNull(claim.at().get("sparsity")).text())
                    .isEqualTo("0.98");
        });
    }

    @Test
    void readsTheStudyOfTheFiveRecipes() {
        StudyPlan study = language()
                .study(
                        RecipesOfTheHouseTest.RECIPES.resolve("studies").resolve("fashion-mnist-accuracy.groovy"),
                        new TestCatalog());

        assertThat(study.runs()).hasSize(5);
        assertThat(study.claims())
                .hasSize(9)
                .allSatisfy(c -> assertThat(c.baseline()).isEmpty());
        assertThat(study.claims().getLast().value()).isEqualTo(0.891);
    }

    @Test
    void aStudyIsRefusedForTheMistakesOfItsRecipesAtEveryValue() throws IOException {
        String recipe = HEAD.replace("data {", "param 'rate', 0.1\n data {")
                + TAIL.replace("learningRate 0.1", "learningRate rate");
        Files.writeString(folder.resolve("r.groovy"), recipe);
        Path study = Files.writeString(
                folder.resolve("s.groovy"),
                "study('s') {\n runs 'r'\n vary rate: [0.1, -1], rat: [1]\n seeds 1\n expect { accuracy of: 'r', above: 0.5 }\n}\n");

        RecipeException refused =
                catchThrowableOfType(RecipeException.class, () -> language().study(study, new TestCatalog()));

        assertThat(refused).isNotNull();
        assertThat(refused.diagnostics())
                .extracting(Diagnostic::id)
                .containsExactlyInAnyOrder(DiagnosticId.OUT_OF_RANGE, DiagnosticId.UNKNOWN_PARAM);
    }

    private static GroovyRecipes language() {
        return new GroovyRecipes();
    }

    private RecipePlan read(String text) throws IOException {
        return read(text, Map.of());
    }

    private RecipePlan read(String text, Map<String, String> settings) throws IOException {
        Path file = Files.writeString(folder.resolve("r.groovy"), text);
        return language().recipe(file, settings, new TestCatalog());
    }

    private List<Diagnostic> refuse(String text, Map<String, String> settings) {
        RecipeException refused = catchThrowableOfType(RecipeException.class, () -> read(text, settings));
        assertThat(refused).isNotNull();
        return refused.diagnostics();
    }
}
