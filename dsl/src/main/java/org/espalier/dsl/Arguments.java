package org.espalier.dsl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.espalier.api.Span;
import org.espalier.core.catalog.OptionDescriptor;
import org.espalier.core.catalog.PartOptions;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.Value;

/**
 * The values of one sentence, asked for one by one. Whatever does not fit is told once, with how the word is written;
 * {@link #done} tells about values nobody asked for.
 */
final class Arguments {
    private final Sentence sentence;
    private final Evaluator evaluator;
    private final PartOptions parts;
    private final Diagnostics found;
    private final Set<String> askedNames = new HashSet<>();
    private int asked;
    private boolean blockAsked;
    private String example;

    Arguments(Sentence sentence, Evaluator evaluator, PartOptions parts, Diagnostics found) {
        this.sentence = sentence;
        this.evaluator = evaluator;
        this.parts = parts;
        this.found = found;
        this.example = Vocabulary.example(sentence.word());
    }

    String word() {
        return sentence.word();
    }

    Place place() {
        return sentence.place();
    }

    int count() {
        return sentence.values().size();
    }

    /** Tells that this sentence is wrong, and how it is written. */
    void wrong(Place place, String message) {
        found.add(DiagnosticId.WRONG_ARGUMENTS, place, message, "For example: " + example);
    }

    /** Tells that the sentence is wrong, once for all of it. */
    void wrongAltogether(String message) {
        askedNames.addAll(sentence.named().keySet());
        asked = count();
        wrong(place(), message);
    }

    /** Replaces the example shown with mistakes. */
    void example(String text) {
        example = text;
    }

    /** The next value without a name, which must be there. */
    Optional<Value> value(String what) {
        if (asked >= count()) {
            askedNames.addAll(sentence.named().keySet());
            wrong(place(), "'" + word() + "' takes " + what + ".");
            return Optional.empty();
        }
        return evaluator.evaluate(sentence.values().get(asked++));
    }

    /** The next text. */
    Optional<Value.Text> text(String what) {
        return value(what).flatMap(v -> {
            if (v instanceof Value.Text t) {
                return Optional.of(t);
            }
            mistyped(what, v);
            return Optional.empty();
        });
    }

    /** The next whole number, in [least, most]. */
    Optional<Long> whole(String what, long least, long most) {
        return value(what).flatMap(v -> whole(what, v, least, most));
    }

    /** A value as a whole number in [least, most]. */
    Optional<Long> whole(String what, Value value, long least, long most) {
        if (!(value instanceof Value.Num n) || n.value() != Math.rint(n.value())) {
            mistyped(what, value);
            return Optional.empty();
        }
        if (n.value() < least || n.value() > most) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    n.place(),
                    "'" + word() + "' takes " + what + " in [" + least + ", " + most + "], not " + n.text() + ".",
                    "For example: " + example);
            return Optional.empty();
        }
        return Optional.of((long) n.value());
    }

    /** The next span. */
    Optional<Span> span(String what) {
        return value(what).flatMap(v -> asSpan(what, v));
    }

    /** All remaining values that have no name, at least one. */
    List<Value> rest(String what) {
        List<Value> values = new ArrayList<>();
        do {
            value(what).ifPresent(v -> {
                if (v instanceof Value.Items items) {
                    values.addAll(items.values());
                } else {
                    values.add(v);
                }
            });
        } while (asked < count());
        return values;
    }

    /** All remaining values as texts. */
    List<Value.Text> texts(String what) {
        List<Value.Text> texts = new ArrayList<>();
        for (Value value : rest(what)) {
            if (value instanceof Value.Text t) {
                texts.add(t);
            } else {
                mistyped(what, value);
            }
        }
        return texts;
    }

    /** The option of that name, if given. */
    Optional<Argument> option(String name) {
        askedNames.add(name);
        Sentence.Named given = sentence.named().get(name);
        return given == null
                ? Optional.empty()
                : evaluator.evaluate(given.value()).map(v -> new Argument(given.key(), v));
    }

    /** An option that takes a word or a plugin, or its default. */
    Value part(OptionDescriptor option) {
        return option(option.name())
                .map(given -> parts.read(option, given.value()))
                .orElseGet(() -> Value.of(option.byDefault().orElseThrow()));
    }

    /** The names of all options given. */
    List<String> names() {
        return List.copyOf(sentence.named().keySet());
    }

    /** The entries of an option that is a map: {@code at: [sparsity: 0.98]}. */
    Map<String, Argument> mapOption(String name) {
        askedNames.add(name);
        Sentence.Named given = sentence.named().get(name);
        if (given == null) {
            return Map.of();
        }
        if (given.value() instanceof Expr.Entries entries) {
            return evaluator.options(entries.entries());
        }
        if (!(given.value() instanceof Expr.Refused)) {
            wrong(given.value().place(), "'" + name + ":' takes names and values in brackets: [sparsity: 0.98].");
        }
        return Map.of();
    }

    boolean has(String name) {
        return sentence.named().containsKey(name);
    }

    OptionalDouble numberOption(String name) {
        Optional<Argument> given = option(name);
        if (given.isPresent()) {
            if (given.get().value() instanceof Value.Num n) {
                return OptionalDouble.of(n.value());
            }
            mistyped("a number for '" + name + ":'", given.get().value());
        }
        return OptionalDouble.empty();
    }

    Optional<Value.Text> textOption(String name) {
        Optional<Argument> given = option(name);
        if (given.isPresent()) {
            if (given.get().value() instanceof Value.Text t) {
                return Optional.of(t);
            }
            mistyped("a text for '" + name + ":'", given.get().value());
        }
        return Optional.empty();
    }

    Optional<Boolean> flagOption(String name) {
        Optional<Argument> given = option(name);
        if (given.isPresent()) {
            if (given.get().value() instanceof Value.Flag flag) {
                return Optional.of(flag.value());
            }
            mistyped("true or false for '" + name + ":'", given.get().value());
        }
        return Optional.empty();
    }

    Optional<Span> spanOption(String name) {
        return option(name).flatMap(a -> asSpan("a span for '" + name + ":'", a.value()));
    }

    private Optional<Span> asSpan(String what, Value value) {
        if (value instanceof Value.Time t) {
            return Optional.of(t.value());
        }
        String unit = value instanceof Value.Num n
                ? " Say of what: epochs(" + n.text() + ") or steps(" + n.text() + ")."
                : "";
        wrong(value.place(), "'" + word() + "' takes " + what + ", not " + Evaluator.described(value) + "." + unit);
        return Optional.empty();
    }

    /** A plugin, its name first, its options behind it. */
    Optional<PluginUse> plugin(String kind) {
        return plugin(kind, Set.of());
    }

    /** A plugin; the names given are not options of the plugin but of this word. */
    Optional<PluginUse> plugin(String kind, Set<String> own) {
        Optional<Value.Text> name = text("the name of a plugin in quotes");
        sentence.named().keySet().stream().filter(key -> !own.contains(key)).forEach(askedNames::add);
        Map<String, Argument> options = evaluator.options(sentence.named());
        own.forEach(options::remove);
        return name.map(n -> parts.read(new PluginUse(kind, n.value(), options, n.place())));
    }

    /** A plugin whose name was read already. */
    PluginUse plugin(String kind, Value.Text name) {
        askedNames.addAll(sentence.named().keySet());
        return parts.read(new PluginUse(kind, name.value(), evaluator.options(sentence.named()), name.place()));
    }

    /** A plugin that the word itself names: all options are its own. */
    PluginUse options(String kind, String plugin) {
        askedNames.addAll(sentence.named().keySet());
        return parts.read(new PluginUse(kind, plugin, evaluator.options(sentence.named()), place()));
    }

    /** A number or a schedule: {@code 0.1}, {@code 'cosine', from: 0.1, to: 0} or {@code cosine(from: 0.1, to: 0)}. */
    Optional<Value> dial(String what) {
        if (count() > 0 && !sentence.named().isEmpty() && asked == 0) {
            Optional<Value> first = evaluator.evaluate(sentence.values().getFirst());
            if (first.isPresent() && !(first.get() instanceof Value.Text)) {
                askedNames.addAll(sentence.named().keySet());
                asked++;
                wrong(
                        sentence.named().values().iterator().next().key(),
                        "Options belong to a schedule; " + Evaluator.described(first.get()) + " takes none.");
                return first;
            }
            return plugin("schedule").map(Value.Part::new);
        }
        return value(what).flatMap(v -> switch (v) {
            case Value.Num n -> Optional.of(n);
            case Value.Part p -> Optional.of(p);
            case Value.Text t -> Optional.of(new Value.Part(new PluginUse("schedule", t.value(), Map.of(), t.place())));
            case Value other -> {
                mistyped(what, other);
                yield Optional.empty();
            }
        });
    }

    /** The block, which must be there. */
    Optional<Sentence.Block> block() {
        blockAsked = true;
        if (sentence.block().isEmpty()) {
            wrong(place(), "'" + word() + "' needs a block in braces.");
        }
        return sentence.block();
    }

    /** Tells about values, options and blocks nobody asked for. */
    void done() {
        for (int i = asked; i < count(); i++) {
            if (!(sentence.values().get(i) instanceof Expr.Refused)) {
                wrong(sentence.values().get(i).place(), "This value is one too many for '" + word() + "'.");
            }
        }
        sentence.named().forEach((name, given) -> {
            if (!askedNames.contains(name)) {
                found.add(
                        DiagnosticId.UNKNOWN_OPTION,
                        given.key(),
                        "'" + word() + "' has no option '" + name + "'.",
                        ClosestNames.hint(name, askedNames, options()));
            }
        });
        if (!blockAsked && sentence.block().isPresent()) {
            wrong(sentence.block().get().place(), "'" + word() + "' has no block.");
        }
    }

    private String options() {
        return askedNames.isEmpty()
                ? "It has none."
                : "It has " + String.join(", ", askedNames.stream().sorted().toList()) + ".";
    }

    private void mistyped(String what, Value value) {
        wrong(value.place(), "'" + word() + "' takes " + what + ", not " + Evaluator.described(value) + ".");
    }
}
