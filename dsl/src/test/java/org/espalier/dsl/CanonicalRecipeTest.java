package org.espalier.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.core.plan.CanonicalRecipe;
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
