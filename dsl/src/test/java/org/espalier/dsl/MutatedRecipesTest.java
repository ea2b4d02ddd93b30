package org.espalier.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.espalier.core.diagnostic.DiagnosticPrinter;
import org.espalier.core.diagnostic.RecipeException;

/** However a recipe is damaged, it is read or refused with places; nothing else is thrown. */
class MutatedRecipesTest {
    private static final String[] PIECES = {
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "'",
        "\"",
        ",",
        ":",
        ";",
        "\n",
        "$",
        "${",
        "\\",
        "/",
        "/*",
        "//",
        "-",
        "**",
        "..",
        "?.",
        "->",
        "=",
        "@",
        "#",
        "\0",
        "é",
        "😀",
        "\t",
        "\\u0027",
        "if",
        "def x",
        "new A()",
        "'a'.b()",
        "{ it }",
        "null",
        "repeat(2) { i -> ",
        "epochs(3)",
        "0x1F",
        "1e400",
        "'''",
        "\"\"\"",
        "~",
        "!",
        "a:",
        "*:",
        "@Grab('a:b:1')",
        "import a.b"
    };

    @Property(tries = 400)
    void isReadOrRefused(@ForAll("damaged") String text) throws IOException {
        Path file = Files.createTempFile("mutated", ".groovy");
        try {
            Files.writeString(file, text);
            new GroovyRecipes().recipe(file, Map.of(), new TestCatalog());
        } catch (RecipeException e) {
            assertThat(e.diagnostics()).isNotEmpty().allSatisfy(d -> {
                assertThat(d.place().file()).isEqualTo(file.toString());
                assertThat(d.message()).matches("(?s)[^a-z].*[.]");
                long lines = text.lines().count() + 1;
                assertThat((long) d.place().line()).isLessThanOrEqualTo(lines);
            });
            assertThat(new DiagnosticPrinter(true).print(e.diagnostics())).contains("mistake");
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<String> damaged() {
        Arbitrary<String> recipe =
                Arbitraries.of("quickstart", "gmp-fashion-mnist").map(MutatedRecipesTest::text);
        Arbitrary<Edit> edit = Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.of(PIECES))
                .as(Edit::new);
        return Combinators.combine(recipe, edit.list().ofMinSize(1).ofMaxSize(4))
                .as((text, edits) -> {
                    String damaged = text;
                    for (Edit e : edits) {
                        damaged = e.apply(damaged);
                    }
                    return damaged;
                });
    }

    /** Some characters are replaced by a piece. */
    private record Edit(double where, int removed, String piece) {
        String apply(String text) {
            int at = (int) (where * text.length());
            return text.substring(0, at) + piece + text.substring(Math.min(text.length(), at + removed));
        }
    }

    private static String text(String recipe) {
        try {
            return Files.readString(RecipesOfTheHouseTest.RECIPES.resolve(recipe + ".groovy"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
