package org.espalier.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipesOfTheHouseTest {
    static final Path RECIPES = Path.of("..", "recipes");

    static List<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(RECIPES)) {
            return files.filter(f -> f.toString().endsWith(".groovy")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void isReadWithoutAMistakeAndNamedAfterItsFile(Path file) {
        var plan = new GroovyRecipes().recipe(file, Map.of(), new TestCatalog());

        assertThat(plan.name() + ".groovy").isEqualTo(String.valueOf(file.getFileName()));
    }
}
