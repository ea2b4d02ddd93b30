package org.espalier.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.espalier.core.diagnostic.DiagnosticPrinter;
import org.espalier.core.diagnostic.RecipeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person sees for wrong recipes. {@code ESPALIER_GOLDEN=write} writes the expected texts anew, to be read. */
class WrongRecipesTest {
    private static final Path WRONG = Path.of("src", "test", "resources", "wrong");
    private static final Pattern SETTING = Pattern.compile("--set (\\w+)=(\\S+)");

    static List<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(WRONG)) {
            return files.filter(f -> f.toString().endsWith(".groovy")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void saysWhatIsExpected(Path file) throws IOException {
        String said = mistakes(file);

        Path golden = Path.of(file.toString().replace(".groovy", ".txt"));
        if ("write".equals(System.getenv("ESPALIER_GOLDEN"))) {
            Files.writeString(golden, said);
        }
        assertThat(said).isEqualTo(Files.readString(golden));
    }

    @Test
    void nothingOfAWrongRecipeIsRun() throws IOException {
        Path trace = Path.of("/tmp/espalier-was-run");
        Files.deleteIfExists(trace);
        for (Path file : recipes()) {
            mistakes(file);
        }
        assertThat(trace).doesNotExist();
    }

    @Test
    void thereAreAtLeastTwentyFive() throws IOException {
        assertThat(recipes()).hasSizeGreaterThanOrEqualTo(25);
    }

    private static String mistakes(Path file) throws IOException {
        GroovyRecipes language = new GroovyRecipes();
        TestCatalog catalog = new TestCatalog();
        RecipeException refused = catchThrowableOfType(RecipeException.class, () -> {
            if (language.isStudy(file)) {
                language.study(file, catalog);
            } else {
                language.recipe(file, settings(file), catalog);
            }
        });
        assertThat(refused).as("%s must be refused", file).isNotNull();
        return new DiagnosticPrinter(false).print(refused.diagnostics()).replace(WRONG + "/", "");
    }

    /** What the first line of a recipe says would be typed behind it. */
    private static Map<String, String> settings(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            Matcher settings = SETTING.matcher(lines.findFirst().orElse(""));
            return settings.results().collect(Collectors.toMap(r -> r.group(1), r -> r.group(2)));
        }
    }
}
