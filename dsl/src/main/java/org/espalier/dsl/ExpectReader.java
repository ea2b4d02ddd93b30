package org.espalier.dsl;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.Expectation;
import org.espalier.core.plan.Expectation.Comparison;
import org.espalier.core.plan.Value;

/** Reads {@code expect { … }} of a recipe. */
final class ExpectReader {
    /** The comparisons, as recipes write them. */
    static final Map<Comparison, String> WORDS = new EnumMap<>(Map.of(
            Comparison.ABOVE, "above",
            Comparison.BELOW, "below",
            Comparison.AT_LEAST, "atLeast",
            Comparison.AT_MOST, "atMost"));

    /** Figures of the network, for some of its layers or all. */
    private static final List<String> COUNTED = List.of("links", "filters");

    private final Reading reading;
    private final List<Expectation> expectations = new ArrayList<>();

    ExpectReader(Reading reading) {
        this.reading = reading;
    }

    List<Expectation> read(Sentence.Block block) {
        new BlockReader(Vocabulary.EXPECT, reading)
                .on("sparsity", a -> counted(a, "sparsity"))
                .onOther(a -> {
                    if (COUNTED.contains(a.word())) {
                        counted(a, a.word());
                    } else {
                        measured(a);
                    }
                })
                .read(block);
        return expectations;
    }

    /** How a value is compared, and the option that says so. */
    record Compared(Comparison comparison, Argument with) {}

    static Optional<Compared> comparison(Arguments a, String figure) {
        List<Compared> given = new ArrayList<>();
        for (Map.Entry<Comparison, String> word : WORDS.entrySet()) {
            a.option(word.getValue()).ifPresent(v -> given.add(new Compared(word.getKey(), v)));
        }
        if (given.size() == 1) {
            return Optional.of(given.getFirst());
        }
        boolean none = WORDS.values().stream().noneMatch(a::has);
        if (none) {
            a.wrongAltogether("'" + a.word()
                    + "' is compared with nothing; say above:, below:, atLeast: or atMost: and " + figure + ".");
        } else if (given.size() > 1) {
            a.wrong(
                    given.get(1).with().key(),
                    "'" + a.word() + "' is compared twice; give every comparison a sentence of its own.");
        }
        return Optional.empty();
    }

    private void counted(Arguments a, String metric) {
        String of = a.textOption("of").map(Value.Text::value).orElse("*");
        figure(a)
                .ifPresent(
                        f -> expectations.add(new Expectation(metric, of, "", f.comparison(), f.value(), a.place())));
    }

    private void measured(Arguments a) {
        Optional<Value.Text> on = a.textOption("on");
        String split = on.map(Value.Text::value).orElse("test");
        figure(a)
                .ifPresent(f -> expectations.add(new Expectation(
                        Evaluator.pluginName(a.word()), "", split, f.comparison(), f.value(), a.place())));
    }

    private record Figure(Comparison comparison, double value, Place place) {}

    private static Optional<Figure> figure(Arguments a) {
        return comparison(a, "a number").flatMap(c -> {
            if (c.with().value() instanceof Value.Num n) {
                return Optional.of(new Figure(c.comparison(), n.value(), n.place()));
            }
            a.wrong(
                    c.with().value().place(),
                    "'" + WORDS.get(c.comparison()) + ":' takes a number, not "
                            + Evaluator.described(c.with().value()) + ".");
            return Optional.empty();
        });
    }
}
