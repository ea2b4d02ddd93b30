package org.espalier.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.plan.CanonicalRecipe;
import org.espalier.core.plan.DivergencePlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalRecipeTest {
    @TempDir
    Path folder = Path.of("");

    static List<Path> recipes() throws IOException {
        return RecipesOfTheHouseTest.recipes();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void readingTheCanonicalTextGivesTheSameText(Path file) throws IOException {
        CanonicalRecipe canonical = CanonicalRecipe.of(read(file, Map.of()));

        assertThat(CanonicalRecipe.of(read(canonical.text()))).isEqualTo(canonical);
    }

    @Test
    void differentSpellingsOfAPlanHaveOneText() throws IOException {
        String plain = Files.readString(RecipesOfTheHouseTest.RECIPES.resolve("rigl-fashion-mnist.groovy"));
        String other = plain.replace("param 'sparsity', 0.90", "param 'zeros', 9e-1")
                .replace("sparsity sparsity", "sparsity(zeros * 1.0)")
                .replace("atLeast: sparsity", "atLeast: 1 - 0.1")
                .replace("momentum: 0.9, weightDecay: 5e-4", "weightDecay: 0.0005, momentum: 0.90")
                .replace("learningRate 'cosine', from: 0.1,", "learningRate cosine(from: 0.1, warmup: epochs(1.0),")
                .replace(" to: 0, warmup: epochs(1)", " to: 0.0)")
                .replace(
                        "dense 'fc1', units: 1024, activation: 'relu'",
                        "repeat(2) { i -> dense \"fc$i\", units: 2 ** 10, activation: 'relu' }")
                .replace("        dense 'fc2', units: 1024, activation: 'relu'\n", "")
                .replace("            pattern 'unstructured'\n", "");

        assertThat(other).isNotEqualTo(plain);
        assertThat(CanonicalRecipe.of(read(other)).text())
                .isEqualTo(CanonicalRecipe.of(read(plain)).text());
    }

    /** Each branch begins with the phase before the fork, and goes on from its own first phase. */
    @Test
    void aForkIsItsPhasesEachWithItsStart() throws IOException {
        String plain = Files.readString(RecipesOfTheHouseTest.RECIPES.resolve("rigl-fashion-mnist.groovy"));
        String phase = """
                    phase(%s) {
                        %s
                        train epochs(1)
                        loss 'cross-entropy'
                        optimizer 'sgd'
                        learningRate %s
                    }
                """;
        String end = "    expect {\n        accuracy";
        RecipePlan forked = read(plain.replace(
                end,
                "fork(0.1, 0.2) { rate ->\n" + phase.formatted("\"first-$rate\"", "", "rate")
                        + phase.formatted("\"then-$rate\"", "", "rate / 2") + "}\n" + end));
        RecipePlan written = read(plain.replace(
                end,
                phase.formatted("'first-0.1'", "start from: 'train'", "0.1")
                        + phase.formatted("'then-0.1'", "", "0.05")
                        + phase.formatted("'first-0.2'", "start from: 'train'", "0.2")
                        + phase.formatted("'then-0.2'", "", "0.1")
                        + end));
        assertThat(CanonicalRecipe.of(forked)).isEqualTo(CanonicalRecipe.of(written));
    }

    @Test
    void aSplitByClassIsAnotherRecipe() throws IOException {
        String plain = Files.readString(RecipesOfTheHouseTest.RECIPES.resolve("quickstart.groovy"));
        String split = plain.replaceFirst("split [^\n]*", "split validation: 0.25, stratified: true");
        String canonical = CanonicalRecipe.of(read(split)).text();

        assertThat(canonical).contains("        split validation: 0.25, test: 0, stratified: true\n");
        assertThat(CanonicalRecipe.of(read(canonical)).text()).isEqualTo(canonical);
        assertThat(CanonicalRecipe.of(read(split.replace("stratified: true", "stratified: false")))
                        .text())
                .contains("        split validation: 0.25, test: 0\n");
    }

    @Test
    void aMapIsSaidAsItWasWritten() throws IOException {
        String recipe = """
                recipe('r') {
                    data { source 'strokes' }
                    model { input 28, 28, 1; flatten(); dense 'out', units: 10 }
                    phase('p') {
                        weights 'pytorch', rename: ['net.*': '*', "it's": 'b'], file: 'a.pt', only: ['out']
                        train epochs(1); loss 'cross-entropy'; optimizer 'sgd'; learningRate 0.1
                    }
                }
                """;
        String canonical = CanonicalRecipe.of(read(recipe)).text();
        assertThat(canonical)
                .contains(
                        "        weights 'pytorch', file: 'a.pt', only: ['out'], rename: ['net.*': '*', 'it\\'s': 'b']\n");
        assertThat(CanonicalRecipe.of(read(canonical)).text()).isEqualTo(canonical);
        RecipePlan built = RecipePlan.builder("r")
                .seed(42)
                .data(d -> d.source("strokes", Map.of()))
                .model(m -> m.input(28, 28, 1).flatten().dense("out", 10, "none"))
                .phase(
                        "p",
                        p -> p.weights(
                                        "pytorch",
                                        Map.of("file", "a.pt", "only", List.of("out"), "rename", Map.of("net.*", "*")))
                                .train(Span.epochs(1))
                                .loss("cross-entropy", Map.of())
                                .optimizer("sgd", Map.of())
                                .learningRate(0.1))
                .build();
        assertThat(CanonicalRecipe.of(built).text())
                .contains("        weights 'pytorch', file: 'a.pt', only: ['out'], rename: ['net.*': '*']\n");
    }

    @Test
    void anotherValueIsAnotherHash() {
        Path file = RecipesOfTheHouseTest.RECIPES.resolve("rigl-fashion-mnist.groovy");

        String first = CanonicalRecipe.of(read(file, Map.of())).hash();

        assertThat(first).matches("[0-9a-f]{64}");
        assertThat(CanonicalRecipe.of(read(file, Map.of("sparsity", "0.98"))).hash())
                .isNotEqualTo(first);
        assertThat(CanonicalRecipe.of(read(file, Map.of("seed", "43"))).hash()).isNotEqualTo(first);
        assertThat(CanonicalRecipe.of(read(file, Map.of("sparsity", "9e-1"))).hash())
                .isEqualTo(first);
    }

    @Test
    void whatIsAppliedStandsWhereItIsApplied() throws IOException {
        String plain = Files.readString(RecipesOfTheHouseTest.RECIPES.resolve("rigl-fashion-mnist.groovy"));
        RecipePlan plan = read(plain.replace(
                "    expect {", "    apply 'shrink'\n    apply 'shrink', below: 1e-2, layers: 'fc*'\n    expect {"));

        CanonicalRecipe canonical = CanonicalRecipe.of(plan);

        assertThat(canonical.text())
                .contains("    }\n    apply 'shrink'\n    apply 'shrink', below: 0.01, layers: ['fc*']\n    expect {");
        assertThat(CanonicalRecipe.of(read(canonical.text()))).isEqualTo(canonical);
    }

    @Test
    void checkpointsAndDivergenceAreWrittenAndReadBack() throws IOException {
        String plain = Files.readString(RecipesOfTheHouseTest.RECIPES.resolve("rigl-fashion-mnist.groovy"));
        RecipePlan plan = read(plain.replace("    data {", "    checkpoint every: epochs(0.5), keep: 3\n    data {")
                .replace("loss 'cross-entropy'", "loss 'cross-entropy'\n onDivergence 'rollback', factor: 0.25"));

        CanonicalRecipe canonical = CanonicalRecipe.of(plan);

        assertThat(canonical.text())
                .contains(
                        "    checkpoint every: epochs(0.5), keep: 3\n",
                        "        onDivergence 'rollback', factor: 0.25, times: 3\n");
        RecipePlan again = read(canonical.text());
        assertThat(CanonicalRecipe.of(again)).isEqualTo(canonical);
        assertThat(again.checkpoint())
                .usingRecursiveComparison()
                .ignoringFields("place")
                .isEqualTo(plan.checkpoint());
        assertThat(again.phases().getFirst().onDivergence())
                .usingRecursiveComparison()
                .ignoringFields("place")
                .isEqualTo(DivergencePlan.rollback(0.25, 3));
    }

    @Test
    void theDefaultsOfCheckpointsAndDivergenceDoNotChangeTheHash() throws IOException {
        String plain = Files.readString(RecipesOfTheHouseTest.RECIPES.resolve("quickstart.groovy"));
        String said = plain.replace("    data {", "    checkpoint keep: 2\n    data {")
                .replaceFirst("( +)(train \\w+\\(.*)", "$1$2\n$1onDivergence 'stop'");

        assertThat(said).contains("checkpoint keep", "onDivergence 'stop'");
        assertThat(CanonicalRecipe.of(read(said)).hash())
                .isEqualTo(CanonicalRecipe.of(read(plain)).hash());
        assertThat(CanonicalRecipe.of(read(said.replace("keep: 2", "keep: 4"))).text())
                .contains("\n    checkpoint keep: 4\n");
    }

    @Test
    void aPlanBuiltInJavaHasTheTextOfTheRecipe() throws IOException {
        RecipePlan built = RecipePlan.builder("built")
                .data(data -> data.source("strokes").split(0.1, 0).stratified())
                .model(model -> model.input(8).dense("out", 2, "none"))
                .checkpoint(Span.steps(500), 1)
                .phase("train", phase -> phase.optimizer("sgd", Map.of()).onDivergence(DivergencePlan.rollback(0.5, 2)))
                .build();

        assertThat(CanonicalRecipe.of(read(CanonicalRecipe.of(built).text()))).isEqualTo(CanonicalRecipe.of(built));
        assertThat(CanonicalRecipe.of(built).text())
                .contains(
                        "\n        split validation: 0.1, test: 0, stratified: true\n",
                        "\n    checkpoint every: steps(500), keep: 1\n",
                        "\n        onDivergence 'rollback', factor: 0.5, times: 2\n");
    }

    @Test
    void whatSurroundsTheOptimizerIsWrittenAndReadBack() throws IOException {
        RecipePlan built = RecipePlan.builder("built")
                .data(data -> data.source("strokes"))
                .model(model -> model.input(8).dense("fc1", 4, "relu").dense("out", 2, "none"))
                .phase(
                        "norm",
                        phase -> phase.optimizer("sgd", Map.of())
                                .clipNorm(1.0)
                                .accumulate(4)
                                .average(0.999)
                                .rate("*", 0.25)
                                .rate("out", 2)
                                .decay("out", 0)
                                .regularize(
                                        "wgsef",
                                        Map.of(
                                                "weights",
                                                List.of("out", "fc*"),
                                                "groups",
                                                "neuron",
                                                "strength",
                                                PluginUse.of("schedule", "linear", Map.of("from", 0, "to", 1e-3)),
                                                "every",
                                                Span.steps(2),
                                                "keep",
                                                0.5)))
                .phase(
                        "value",
                        phase -> phase.startFrom("norm", Span.percent(50))
                                .teacher("norm")
                                .loss("distillation", Map.of("weight", 0.5))
                                .optimizer("sgd", Map.of())
                                .clipValue(PluginUse.of("schedule", "linear", Map.of("from", 1, "to", 0.5))))
                .build();

        assertThat(CanonicalRecipe.of(read(CanonicalRecipe.of(built).text()))).isEqualTo(CanonicalRecipe.of(built));
        assertThat(CanonicalRecipe.of(built).text())
                .contains(
                        "\n        clip norm: 1\n        accumulate 4\n        rate of: '*', times: 0.25\n        rate of: 'out', times: 2\n"
                                + "        decay of: 'out', times: 0\n        average decay: 0.999\n"
                                + "        regularize 'wgsef', every: steps(2), groups: 'neuron', keep: 0.5, "
                                + "strength: linear(from: 0, to: 0.001), weights: ['out', 'fc*']\n",
                        "\n        start from: 'norm', at: percent(50)\n        teacher from: 'norm'\n        train epochs(1)\n"
                                + "        loss 'distillation', weight: 0.5\n",
                        "\n        clip value: linear(from: 1, to: 0.5)\n");
    }

    @Test
    void aTiedLayerSaysWhoseTableItUses() throws IOException {
        RecipePlan built = RecipePlan.builder("built")
                .data(data -> data.source("strokes"))
                .model(model -> model.input(8)
                        .layer("tokens", "embedding", Map.of("vocabulary", 65, "width", 32))
                        .tied("out", 65, "tokens"))
                .phase("train", phase -> phase.optimizer("sgd", Map.of()))
                .build();

        assertThat(CanonicalRecipe.of(read(CanonicalRecipe.of(built).text()))).isEqualTo(CanonicalRecipe.of(built));
        assertThat(CanonicalRecipe.of(built).text())
                .contains("\n        dense 'out', units: 65, activation: 'none', bias: true, tied: 'tokens'\n");
    }

    @Test
    void quotesWhateverATextHolds() throws IOException {
        RecipePlan plan = read(Files.readString(RecipesOfTheHouseTest.RECIPES.resolve("dense-fashion-mnist.groovy"))
                .replaceFirst(
                        "describe '.*'", "describe 'a\\\\'b\\\\\\\\ \\\\n\\\\r\\\\t \\$x \\\\u0007 é — 😀 \"q\"'"));

        CanonicalRecipe canonical = CanonicalRecipe.of(plan);

        assertThat(plan.description()).isEqualTo("a'b\\ \n\r\t $x \u0007 é — 😀 \"q\"");
        assertThat(read(canonical.text()).description()).isEqualTo(plan.description());
    }

    private RecipePlan read(String text) throws IOException {
        return read(Files.writeString(folder.resolve("recipe.groovy"), text), Map.of());
    }

    private static RecipePlan read(Path file, Map<String, String> settings) {
        return new GroovyRecipes().recipe(file, settings, new TestCatalog());
    }
}
