package org.espalier.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginProcessorTest {
    private static final String HEAD = """
            package sample;
            import jakarta.inject.Inject;
            import java.nio.file.Path;
            import java.util.List;
            import org.espalier.api.*;
            import org.espalier.api.number.Schedule;
            """;

    @TempDir
    private Path output;

    /** A schedule with the given components of Options. */
    private static String withOptions(String components) {
        return HEAD + """
                @Plugin(name = "a", doc = "A.")
                public final class A implements Schedule {
                    enum Shape { FLAT, VERY_STEEP }
                    public record Options(%s) {}
                    @Inject public A(Options options) {}
                    public double at(double progress) { return 0; }
                }
                """.formatted(components);
    }

    private static String withClass(String declaration, String body) {
        return HEAD + """
                @Plugin(name = "a", doc = "A.")
                %s {
                %s
                    public double at(double progress) { return 0; }
                }
                """.formatted(declaration, body);
    }

    @Test
    void writesOneLineWithKindNameClassAndDoc() throws IOException {
        Compilation result = Compilation.of(output, withOptions("@Option(doc = \"Start.\") double from"));
        assertThat(result.errors()).isEmpty();
        assertThat(result.descriptor()).hasSize(1);
        JsonObject line = JsonParser.parseString(result.descriptor().getFirst()).getAsJsonObject();
        assertThat(line.get("kind").getAsString()).isEqualTo("schedule");
        assertThat(line.get("name").getAsString()).isEqualTo("a");
        assertThat(line.get("class").getAsString()).isEqualTo("sample.A");
        assertThat(line.get("doc").getAsString()).isEqualTo("A.");
        JsonObject option = line.getAsJsonArray("options").get(0).getAsJsonObject();
        assertThat(option.has("default")).isFalse();
        assertThat(option.get("type").getAsString()).isEqualTo("double");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boolean             | boolean     | true",
                "int                 | int         | 3",
                "long                | long        | -4",
                "double              | double      | 1e-3",
                "String              | text        | any text",
                "Shape               | choice      | very-steep",
                "org.espalier.api.graph.ActivationFunction | activation | relu",
                "org.espalier.api.graph.StartValues        | init       | he-normal",
                "org.espalier.api.graph.Adapter            | adapt      | none",
                "Span                | span        | epochs(1.5)",
                "Dial                | dial        | 0.9",
                "Path                | path        | data/x.csv",
                "List<Integer>       | int-list    | [1, 2]",
                "List<Double>        | double-list | [0.5]",
                "List<String>        | text-list   | ['a', 'b']"
            })
    void knowsTheTypeOfAnOptionAndAcceptsItsDefault(String java, String type, String byDefault) throws IOException {
        Compilation result = Compilation.of(
                output, withOptions("@Option(doc = \"X.\", byDefault = \"%s\") %s x".formatted(byDefault, java)));
        assertThat(result.errors()).isEmpty();
        JsonArray options = JsonParser.parseString(result.descriptor().getFirst())
                .getAsJsonObject()
                .getAsJsonArray("options");
        assertThat(options.get(0).getAsJsonObject().get("type").getAsString()).isEqualTo(type);
        assertThat(options.get(0).getAsJsonObject().get("default").getAsString())
                .isEqualTo(byDefault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boolean       | yes        | it must be true or false",
                "int           | 3.5        | it must be a whole number",
                "double        | NaN        | it must be finite",
                "Shape         | steep      | it must be one of flat, very-steep",
                "Span          | 3          | a span is written steps(100)",
                "Span          | percent(101) | percent must be in [0, 100]",
                "List<Integer> | 1, 2       | a list is written [1, 2]",
                "List<Integer> | [1, x]     | it must be a list of whole numbers",
                "List<String>  | [a]        | stands in single quotes",
                "org.espalier.api.score.Pattern | unstructured | a recipe names the pattern itself"
            })
    void refusesADefaultOfTheWrongForm(String java, String byDefault, String clause) throws IOException {
        Compilation result = Compilation.of(
                output, withOptions("@Option(doc = \"X.\", byDefault = \"%s\") %s x".formatted(byDefault, java)));
        assertThat(result.errors())
                .singleElement()
                .asString()
                .contains("'x' does not fit")
                .contains(clause);
        assertThat(result.descriptor()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"[0, 1)\", byDefault = \"1\"        | double x       | it must be in [0, 1)",
                "\"(0, inf)\", byDefault = \"[1, 0]\" | List<Double> x | it must be in (0, inf)",
                "\"0..1\"                             | double x       | a range is written like [0, 1)",
                "\"[2, 1]\"                           | double x       | from the smaller to the larger end",
                "\"[0, 1]\"                           | String x       | is not a number"
            })
    void refusesABadRangeAndADefaultOutsideIt(String range, String component, String clause) throws IOException {
        Compilation result =
                Compilation.of(output, withOptions("@Option(doc = \"X.\", range = %s) %s".formatted(range, component)));
        assertThat(result.errors()).singleElement().asString().contains(clause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "float x                               | lacks @Option",
                "@Option(doc = \"X.\") float x         | is of type float; allowed are boolean, int",
                "@Option(doc = \"X.\") List<Long> x    | is of type java.util.List<java.lang.Long>; allowed are",
                "@Option(doc = \"\") int x             | must be one sentence",
                "@Option(doc = \"X.\") Span warmup     | Every schedule has an option 'warmup'"
            })
    void refusesAComponentThatIsNotAnOption(String component, String clause) throws IOException {
        Compilation result = Compilation.of(output, withOptions(component));
        assertThat(result.errors()).singleElement().asString().startsWith("10:").contains(clause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "final class A implements Schedule             | ''                    | public final class",
                "public class A implements Schedule            | ''                    | public final class",
                "public final class A                          | ''                    | implements none",
                "public final class A<T> implements Schedule   | ''                    | no type parameters",
                "public final class A implements Schedule      | 'private A() {}'      | must not be private",
                "public final class A implements Schedule | 'public A() {} public A(RandomStream r) {}' | has 2, none of them",
                "public final class A implements Schedule | 'public A(Runnable r) {}' | cannot give the constructor a java.lang.Runnable",
                "public final class A implements Schedule | 'public record Options() {}' | does not take them",
                "public final class A implements Schedule | 'public static class Options {}' | must be a record"
            })
    void refusesAClassTheEngineCannotMake(String declaration, String body, String clause) throws IOException {
        Compilation result = Compilation.of(output, withClass(declaration, body));
        assertThat(result.errors()).singleElement().asString().contains(clause);
    }

    @Test
    void writesWhatARuleClaims() throws IOException {
        String rule = HEAD + """
                @Plugin(name = "a", doc = "A.")
                @org.espalier.api.loop.Claims(
                        owns = org.espalier.api.loop.Claim.DIAL,
                        edits = {org.espalier.api.loop.Claim.EFFECTIVE_VALUES, org.espalier.api.loop.Claim.%s})
                public final class A implements org.espalier.api.loop.Rule {
                    public java.util.Set<org.espalier.api.loop.Point> points() { return java.util.Set.of(); }
                    public void act(org.espalier.api.loop.Point p, org.espalier.api.loop.RuleStep s) {}
                }
                """;
        Compilation result = Compilation.of(output, rule.formatted("SLOTS"));
        assertThat(result.errors()).isEmpty();
        JsonObject line = JsonParser.parseString(result.descriptor().getFirst()).getAsJsonObject();
        assertThat(line.get("owns")).hasToString("[\"dial\"]");
        assertThat(line.get("edits")).hasToString("[\"effective_values\",\"slots\"]");
        assertThat(Compilation.of(output, rule.formatted("DIAL")).errors())
                .singleElement()
                .asString()
                .contains("both that the rule owns and that it edits it");
    }

    @Test
    void refusesClaimsOfAnythingButARule() throws IOException {
        String declaration = "@org.espalier.api.loop.Claims(owns = org.espalier.api.loop.Claim.DIAL)"
                + " public final class A implements Schedule";
        assertThat(Compilation.of(output, withClass(declaration, "")).errors())
                .singleElement()
                .asString()
                .contains("@Claims says what a rule changes, and this class is of the kind 'schedule'");
    }

    @Test
    void refusesTwoKindsInOneClass() throws IOException {
        Compilation result = Compilation.of(
                output,
                withClass(
                        "public final class A implements Schedule, org.espalier.api.border.Preparation",
                        "public org.espalier.api.border.Dataset apply(org.espalier.api.border.Dataset d) { return d; }"));
        assertThat(result.errors()).singleElement().asString().contains("is of one kind");
    }

    @Test
    void refusesTwoPluginsOfOneName() throws IOException {
        String first = withClass("public final class A implements Schedule", "");
        Compilation result = Compilation.of(output, first, first.replace("class A", "class B"));
        assertThat(result.errors()).singleElement().asString().contains("schedule 'a' is taken by sample.A");
    }

    @ParameterizedTest
    @CsvSource({"Cosine", "cosine_restarts", "-cosine", "cosine--restarts", "cos ine", "''"})
    void refusesANameOutsideThePattern(String name) throws IOException {
        String source =
                withClass("public final class A implements Schedule", "").replace("\"a\"", "\"" + name + "\"");
        assertThat(Compilation.of(output, source).errors())
                .singleElement()
                .asString()
                .contains("is not a plugin name");
    }

    @Test
    void takesTheConstructorMarkedWithInject() throws IOException {
        String body = "@Inject public A(RandomStream r, org.espalier.api.border.DataFiles f) {} public A() {}";
        Compilation result = Compilation.of(output, withClass("public final class A implements Schedule", body));
        assertThat(result.errors()).isEmpty();
        assertThat(result.descriptor()).hasSize(1);
    }

    @Test
    void reportsTheMistakesOfSeveralPluginsAtOnce() throws IOException {
        String first = withClass("public class A implements Schedule", "");
        String second = withClass("public class B implements Schedule", "").replace("\"a\"", "\"b\"");
        assertThat(Compilation.of(output, first, second).errors()).hasSize(2);
    }
}
