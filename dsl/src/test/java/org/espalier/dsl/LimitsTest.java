package org.espalier.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.RecipeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, a person has an answer soon. */
class LimitsTest {
    /** Far above what it takes, so that a busy machine does not fail it, and far below what it would take unbounded. */
    private static final Duration SOON = Duration.ofSeconds(10);

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
        assertThat(message(file)).contains("is larger than 64 KiB", "large.groovy:1:1");
    }

    @Test
    void aDeviceIsNotReadAndAPipeNotWaitedFor() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.groovy");
        Path loop = folder.resolve("loop.groovy");
        Files.createSymbolicLink(loop, loop);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        for (Path file : List.of(pipe, Path.of("/dev/zero"), Path.of("/dev/null"))) {
            assertThat(refusedSoon(file)).isEqualTo(DiagnosticId.UNREADABLE);
            assertThat(message(file)).contains("is a device or a pipe");
            assertThat(new GroovyRecipes().isStudy(file)).isFalse();
        }
        assertThat(refusedSoon(loop)).isEqualTo(DiagnosticId.UNREADABLE);
    }

    @Test
    void whatIsNoTextHasAPlace() throws IOException {
        Path latin = Files.write(
                folder.resolve("latin.groovy"),
                "recipe('x') {\n  describe 'é'\n}".getBytes(StandardCharsets.ISO_8859_1));
        Path zero = Files.writeString(folder.resolve("zero.groovy"), "recipe('x') {\n    \0\n}");

        assertThat(message(latin)).contains("is not text in UTF-8", "latin.groovy:2:13");
        assertThat(message(zero)).contains("The character U+0000", "zero.groovy:2:5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[",
                "{ ",
                "{\n",
                "{ -> ",
                "a(",
                "a { ",
                "a([b: ",
                "\"${",
                "\"\"\"${(",
                "/${(",
                "(int) (",
                "-(",
                "if (x) {",
                "/* ( */ ("
            })
    void deepNestingIsRefused(String opening) throws IOException {
        assertThat(refusedSoon("recipe('x') { seed " + opening.repeat(10_000)))
                .isIn(DiagnosticId.UNREADABLE, DiagnosticId.SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 + ", "1 +\n", "- ", "a.", "a\n.", "x ? 1 : ", "! ", "(int) ", "1 ** ", "if (x) ",
                        "if (x)\n a\n else ",
                "a = ", "a =\n", "a:\n", "@A\n", "x ->\n", "(a)-(b)", "a<b>c", "b ", "b { } ", "[1]", "await "
            })
    void endlessSentencesAreRefused(String part) throws IOException {
        assertThat(refusedSoon("recipe('x') { seed a" + part.repeat(6000) + " 1 }"))
                .isIn(DiagnosticId.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${(", "${-", "${1+", "$a.b"})
    void whatStandsInATextIsCountedToo(String part) throws IOException {
        assertThat(refusedSoon("recipe('x') { describe \"" + part.repeat(2000) + "\" }"))
                .isIn(DiagnosticId.UNREADABLE, DiagnosticId.SYNTAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/'/", "$/'/$", "x //'\r"})
    void nothingHidesBehindAQuoteThatIsNone(String hiding) throws IOException {
        assertThat(refusedSoon(
                        "recipe('x') {\n seed(" + hiding + " + " + "(".repeat(500) + "1" + ")".repeat(500) + ")\n}"))
                .isEqualTo(DiagnosticId.UNREADABLE);
    }

    @Test
    void manySentencesInABlockAreReadInLittleTime() throws IOException {
        String many = "    report 'accuracy'\n".repeat(2500);

        assertThat(refusedSoon("recipe('x') {\n" + many + "    a ,, b\n}\n")).isEqualTo(DiagnosticId.SYNTAX);
        assertThat(refusedSoon("recipe('x') {\n phase('a') {\n" + many + " a ,, b\n }\n}\n"))
                .isEqualTo(DiagnosticId.MISPLACED_WORD);
    }

    @Test
    void oneMoreMistakeThanAnybodyReadsIsTheLast() throws IOException {
        List<Diagnostic> told = refuse(Files.writeString(
                        folder.resolve("recipe.groovy"), "recipe('x') {\n" + "bananas 1\n".repeat(3000) + "}"))
                .diagnostics();

        assertThat(told).hasSize(Diagnostics.MOST + 1);
        assertThat(told.getLast().message()).contains("more than 200 mistakes");
    }

    @Test
    void namesDoNotMultiplyValuesWithoutEnd() throws IOException {
        StringBuilder texts = new StringBuilder("recipe('x') {\n param 'a0', 'aaaaaaaaaa'\n");
        StringBuilder lists = new StringBuilder("recipe('x') {\n param 'a0', [1, 1, 1, 1]\n");
        StringBuilder deep = new StringBuilder("recipe('x') {\n param 'a0', [1]\n");
        for (int i = 0; i < 40; i++) {
            texts.append(" param 'a%d', \"%s\"%n".formatted(i + 1, ("$a" + i).repeat(10)));
            lists.append(" param 'a%d', [%s]%n".formatted(i + 1, "a%d, a%d, a%d, a%d".formatted(i, i, i, i)));
            deep.append(" param 'a%d', [a%d]%n".formatted(i + 1, i));
        }

        for (StringBuilder bomb : List.of(texts, lists, deep)) {
            Path file = Files.writeString(folder.resolve("recipe.groovy"), bomb + "}\n");
            List<Diagnostic> told =
                    assertTimeoutPreemptively(SOON, () -> refuse(file)).diagnostics();
            assertThat(told).extracting(Diagnostic::id).contains(DiagnosticId.UNREADABLE);
        }
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
    void aThousandPhasesAreRefusedSoon() throws IOException {
        String phase =
                "phase(\"p$i\") { start from: \"q$i\"; train steps(1); loss 'cross-entropy'; optimizer 'sgd'; learningRate 1 }";
        String model = "data { source 'fashion-mnist' }; model { input 28, 28, 1; flatten(); dense 'out', units: 10 }";

        assertThat(refusedSoon("recipe('x') {\n" + model + "\n repeat(1000) { i -> " + phase + " }\n}\n"))
                .isEqualTo(DiagnosticId.OUT_OF_RANGE);
        assertThat(refusedSoon("recipe('x') {\n" + model + "\n repeat(200) { i -> " + phase + " }\n}\n"))
                .isEqualTo(DiagnosticId.UNKNOWN_NAME);
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
        RecipeException refused = assertTimeoutPreemptively(SOON, () -> refuse(file));
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
