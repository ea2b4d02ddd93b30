package org.espalier.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.RecipeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, a person has an answer soon. */
class LimitsTest {
    /** What the product promises for files that ask for too much. */
    private static final Duration SOON = Duration.ofSeconds(2);

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void loadTheParser() throws IOException {
        for (Path file : RecipesOfTheHouseTest.recipes()) {
            new GroovyRecipes().recipe(file, Map.of(), new TestCatalog());
        }
    }

    @Test
    void aHundredMegabytesAreRefusedUnread() throws IOException {
        Path file = folder.resolve("large.groovy");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(100L << 20);
        }

        assertThat(refusedSoon(file)).isEqualTo(DiagnosticId.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{ ", "a(", "a { ", "a([b: ", "\"${", "(int) (", "-(", "if (x) {", "/* ( */ ("})
    void deepNestingIsRefused(String opening) throws IOException {
        assertThat(refusedSoon("recipe('x') { seed " + opening.repeat(20_000)))
                .isIn(DiagnosticId.UNREADABLE, DiagnosticId.SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 + ", "- ", "a.", "x ? 1 : ", "! ", "(int) ", "1 ** ", "if (x) ", "a = "})
    void endlessSentencesAreRefused(String part) throws IOException {
        assertThat(refusedSoon("recipe('x') { seed " + part.repeat(20_000) + " 1 }"))
                .isEqualTo(DiagnosticId.UNREADABLE);
    }

    @Test
    void aBillionRoundsAreRefused() throws IOException {
        assertThat(refusedSoon("recipe('x') { repeat(10 ** 9) { data { }; model { }; phase('a') { } } }"))
                .isEqualTo(DiagnosticId.OUT_OF_RANGE);
    }

    @Test
    void roundsWithoutSentencesCountToo() throws IOException {
        assertThat(refusedSoon("recipe('x') { repeat(1000) { repeat(1000) { repeat(1000) { } } } }"))
                .isEqualTo(DiagnosticId.UNREADABLE);
    }

    @Test
    void hugeNumbersAreRefused() throws IOException {
        assertThat(refusedSoon("seed " + "9".repeat(200_000))).isEqualTo(DiagnosticId.UNREADABLE);
        assertThat(refusedSoon("recipe('x') { repeat(1e999999999) { } }")).isEqualTo(DiagnosticId.OUT_OF_RANGE);
        assertThat(refusedSoon("recipe('x') { repeat(" + "9".repeat(300) + ") { } }"))
                .isEqualTo(DiagnosticId.OUT_OF_RANGE);
        assertThat(refusedSoon("recipe('x') { repeat(10 ** 10 ** 10 ** 10) { } }"))
                .isEqualTo(DiagnosticId.OUT_OF_RANGE);
    }

    @Test
    void whatCannotBeReadIsSaidInASentence() throws IOException {
        Path binary = Files.write(folder.resolve("binary.groovy"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThat(message(folder)).contains("is a folder, not a recipe");
        assertThat(message(folder.resolve("absent.groovy"))).contains("There is no file");
        assertThat(message(binary)).contains("is not text in UTF-8");
        assertThat(new GroovyRecipes().isStudy(binary)).isFalse();
    }

    @Test
    void aStudyIsKnownByItsFirstWord() throws IOException {
        Path study = Files.writeString(folder.resolve("s.groovy"), "\uFEFF// a\n/* study */\n\nstudy('x') {\n}\n");
        Path recipe = Files.writeString(folder.resolve("r.groovy"), "// study\nrecipe('study') {\n}\n");

        assertThat(new GroovyRecipes().isStudy(study)).isTrue();
        assertThat(new GroovyRecipes().isStudy(recipe)).isFalse();
    }

    private DiagnosticId refusedSoon(String text) throws IOException {
        return refusedSoon(Files.writeString(folder.resolve("recipe.groovy"), text, StandardCharsets.UTF_8));
    }

    private static DiagnosticId refusedSoon(Path file) {
        long start = System.nanoTime();
        RecipeException refused = refuse(file);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
        return refused.diagnostics().getFirst().id();
    }

    private static String message(Path file) {
        return List.of(refuse(file).diagnostics()).getFirst().toString();
    }

    private static RecipeException refuse(Path file) {
        RecipeException refused = catchThrowableOfType(
                RecipeException.class, () -> new GroovyRecipes().recipe(file, Map.of(), new TestCatalog()));
        assertThat(refused).isNotNull();
        return refused;
    }
}
