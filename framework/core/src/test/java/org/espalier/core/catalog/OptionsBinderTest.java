package org.espalier.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.espalier.core.catalog.Catalogs.option;
import static org.espalier.core.catalog.Catalogs.required;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.Dial;
import org.espalier.api.EspalierException;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsBinderTest {
    private static final Path FOLDER = Path.of("/home/someone/recipes");
    private static final PluginServices SERVICES =
            PluginServices.of(schedule -> () -> schedule.options().size(), FOLDER);
    private static final PluginDescriptor EVERYTHING = Catalogs.plugin(
            "optimizer",
            "every-type",
            option("flag", OptionType.BOOLEAN, "true", ""),
            option("count", OptionType.INT, "3", "[1, 10]"),
            option("big", OptionType.LONG, "-4", ""),
            option("share", OptionType.DOUBLE, "0.5", "[0, 1)"),
            option("text", OptionType.TEXT, "", ""),
            option("shape", OptionType.CHOICE, "very-steep", "", "flat", "very-steep"),
            option("span", OptionType.SPAN, "epochs(1)", ""),
            option("dial", OptionType.DIAL, "0.9", "[0, 1)"),
            option("file", OptionType.PATH, "", ""),
            option("ints", OptionType.INT_LIST, "[1, 2]", ""),
            option("doubles", OptionType.DOUBLE_LIST, "[]", "(0, inf)"),
            option("texts", OptionType.TEXT_LIST, "['a', 'b']", ""));
    private static final PluginDescriptor COSINE =
            Catalogs.plugin("schedule", "cosine", option("from", OptionType.DOUBLE, "1", ""));
    private static final PluginDescriptor STRICT =
            Catalogs.plugin("prune", "strict", required("first", OptionType.INT), required("second", OptionType.INT));
    private static final OptionsBinder BINDER = new OptionsBinder(Catalogs.of(EVERYTHING, COSINE, STRICT));

    enum Shape {
        FLAT,
        VERY_STEEP
    }

    record Options(
            boolean flag,
            int count,
            long big,
            double share,
            String text,
            Shape shape,
            Span span,
            Dial dial,
            Path file,
            List<Integer> ints,
            List<Double> doubles,
            List<String> texts) {}

    record Ordered(int first, int second) {
        Ordered {
            if (first > second) {
                throw new IllegalArgumentException(
                        "first must be at most second, was " + first + " and second " + second);
            }
        }
    }

    private static Options bind(Map<String, ?> options) {
        return BINDER.bind(PluginUse.of("optimizer", "every-type", options), Options.class, SERVICES);
    }

    @Test
    void takesDefaultsForWhatARecipeDoesNotSay() {
        Options options = bind(Map.of());
        assertThat(options.dial().value()).isEqualTo(0.9);
        assertThat(options)
                .usingRecursiveComparison()
                .ignoringFields("dial")
                .isEqualTo(new Options(
                        true,
                        3,
                        -4,
                        0.5,
                        "",
                        Shape.VERY_STEEP,
                        Span.epochs(1),
                        Dial.fixed(0),
                        Path.of(""),
                        List.of(1, 2),
                        List.of(),
                        List.of("a", "b")));
    }

    @Test
    void takesWhatARecipeSays() {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("flag", false);
        said.put("count", 7);
        said.put("big", 1L << 40);
        said.put("share", 0.25);
        said.put("text", "words");
        said.put("shape", "flat");
        said.put("span", Span.steps(100));
        said.put("dial", 0.1);
        said.put("file", "../data/x.csv");
        said.put("ints", List.of(5));
        said.put("doubles", List.of(2, 0.5));
        said.put("texts", "c");
        Options options = bind(said);
        assertThat(options.dial().value()).isEqualTo(0.1);
        assertThat(options)
                .usingRecursiveComparison()
                .ignoringFields("dial")
                .isEqualTo(new Options(
                        false,
                        7,
                        1L << 40,
                        0.25,
                        "words",
                        Shape.FLAT,
                        Span.steps(100),
                        Dial.fixed(0),
                        Path.of("/home/someone/data/x.csv"),
                        List.of(5),
                        List.of(2.0, 0.5),
                        List.of("c")));
    }

    @Test
    void asksTheEngineForTheDialOfASchedule() {
        PluginServices engine =
                PluginServices.of(schedule -> Dial.fixed(schedule.options().containsKey("from") ? 0.25 : 0.75), FOLDER);
        PluginUse use = PluginUse.of(
                "optimizer",
                "every-type",
                Map.of("dial", PluginUse.of("schedule", "cosine", Map.of("from", 0.5, "warmup", Span.epochs(1)))));
        assertThat(BINDER.bind(use, Options.class, engine).dial().value()).isEqualTo(0.25);
    }

    @Test
    void refusesTheValueOfAScheduleOutsideTheRangeWhenItIsRead() {
        PluginServices engine = PluginServices.of(schedule -> Dial.fixed(1.5), FOLDER);
        PluginUse use =
                PluginUse.of("optimizer", "every-type", Map.of("dial", PluginUse.of("schedule", "cosine", Map.of())));
        Dial dial = BINDER.bind(use, Options.class, engine).dial();
        assertThatThrownBy(dial::value)
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("'dial'")
                .hasMessageContaining("[0, 1)")
                .hasMessageContaining("1.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "flag    | 1      | WRONG_TYPE   | takes true or false, not 1 (whole number)",
                "count   | 2.5    | WRONG_TYPE   | takes a whole number, not 2.5",
                "count   | 11     | OUT_OF_RANGE | must be in [1, 10], was 11",
                "count   | 3e9    | OUT_OF_RANGE | from -2147483648 to 2147483647",
                "share   | 1      | OUT_OF_RANGE | must be in [0, 1), was 1",
                "share   | word   | WRONG_TYPE   | takes a number, not 'word' (text)",
                "shape   | steep  | OUT_OF_RANGE | one of 'flat', 'very-steep', was 'steep'",
                "shape   | Flat   | OUT_OF_RANGE | Did you mean 'flat'?",
                "span    | 100    | WRONG_TYPE   | Write steps(100), epochs(3) or percent(75).",
                "dial    | -0.1   | OUT_OF_RANGE | must be in [0, 1), was -0.1",
                "file    | 1      | WRONG_TYPE   | takes a path as text",
                "text    | 1      | WRONG_TYPE   | takes text, not 1",
                "cuont   | 1      | UNKNOWN_OPTION | has no option 'cuont'. Did you mean 'count'?"
            })
    void saysWhatIsWrongWithAValueAndWhere(String name, String given, DiagnosticId id, String sentence) {
        Place place = new Place("a.groovy", 7, 20, 3);
        Place key = new Place("a.groovy", 7, 12, name.length());
        Value value = given.matches("[-0-9.e]+")
                ? new Value.Num(Double.parseDouble(given), !given.contains("."), place)
                : new Value.Text(given, place);
        PluginUse use = new PluginUse(
                "optimizer", "every-type", Map.of(name, new Argument(key, value)), new Place("a.groovy", 7, 1, 5));
        assertThatThrownBy(() -> BINDER.bind(use, Options.class, SERVICES))
                .isInstanceOfSatisfying(RecipeException.class, e -> {
                    assertThat(e.diagnostics()).hasSize(1);
                    assertThat(e.diagnostics().getFirst().id()).isEqualTo(id);
                    assertThat(e.diagnostics().getFirst().place())
                            .isEqualTo(id == DiagnosticId.UNKNOWN_OPTION ? key : place);
                    assertThat(e.getMessage()).contains(sentence);
                });
    }

    @Test
    void reportsAllMistakesOfAUseAtOnce() {
        PluginUse use = PluginUse.of("optimizer", "every-type", Map.of("count", 0, "share", 2, "nothing", 1));
        assertThatThrownBy(() -> BINDER.bind(use, Options.class, SERVICES))
                .isInstanceOfSatisfying(
                        RecipeException.class, e -> assertThat(e.diagnostics()).hasSize(3));
    }

    @Test
    void checksTheScheduleInsideAnOption() {
        PluginUse use =
                PluginUse.of("optimizer", "every-type", Map.of("dial", PluginUse.of("schedule", "cosin", Map.of())));
        assertThatThrownBy(() -> BINDER.bind(use, Options.class, SERVICES))
                .hasMessageContaining("There is no schedule 'cosin'. Did you mean 'cosine'?");
    }

    @Test
    void asksForOptionsThatMustBeGiven() {
        PluginUse use = PluginUse.of("prune", "strict", Map.of("first", 1));
        assertThatThrownBy(() -> BINDER.bind(use, Ordered.class, SERVICES))
                .hasMessageContaining("The prune 'strict' needs the option 'second'");
    }

    @Test
    void keepsTheSentenceOfTheRecordsConstructor() {
        PluginUse use = PluginUse.of("prune", "strict", Map.of("first", 2, "second", 1));
        assertThatThrownBy(() -> BINDER.bind(use, Ordered.class, SERVICES))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("first must be at most second, was 2 and second 1");
    }
}
