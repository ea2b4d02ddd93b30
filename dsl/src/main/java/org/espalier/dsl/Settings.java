package org.espalier.dsl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.Value;

/** Values for params as a person typed them; each must be of its param's type. */
final class Settings {
    private static final String SEED = "seed";

    private final Map<String, String> typed;
    private final Syntax syntax;

    Settings(Map<String, String> typed, Syntax syntax) {
        this.typed = typed;
        this.syntax = syntax;
    }

    /** The value of a param: what was typed, else the default. */
    Value apply(String param, Value byDefault, Diagnostics found) {
        String text = typed.get(param);
        if (text == null) {
            return byDefault;
        }
        Place place = place(param, text);
        if (byDefault instanceof Value.Text) {
            return new Value.Text(text, place);
        }
        Optional<Value> value = parse(text, place);
        if (value.isPresent() && value.get().getClass() == byDefault.getClass()) {
            return value.get();
        }
        found.add(
                DiagnosticId.WRONG_TYPE,
                place,
                "The param '" + param + "' is a " + kind(byDefault) + ", as its default " + byDefault.text() + "; '"
                        + text + "' is not.");
        return byDefault;
    }

    /** The seed, when one was typed. Every recipe has one, declared or not. */
    Optional<Long> seed(Diagnostics found) {
        String text = typed.get(SEED);
        if (text == null) {
            return Optional.empty();
        }
        Place place = place(SEED, text);
        if (parse(text, place).orElse(null) instanceof Value.Num n && n.whole()) {
            return Optional.of((long) n.value());
        }
        found.add(DiagnosticId.WRONG_TYPE, place, "The seed is a whole number; '" + text + "' is not.");
        return Optional.empty();
    }

    /** A mistake for everything typed that no param takes. */
    List<Diagnostic> unused(Collection<String> params) {
        List<String> known = new ArrayList<>(params);
        if (!known.contains(SEED)) {
            known.add(SEED);
        }
        return typed.entrySet().stream()
                .filter(e -> !known.contains(e.getKey()))
                .map(e -> new Diagnostic(
                        DiagnosticId.UNKNOWN_PARAM,
                        place(e.getKey(), e.getValue()),
                        "The recipe declares no param '" + e.getKey() + "'.",
                        ClosestNames.hint(e.getKey(), known)))
                .toList();
    }

    private static Place place(String name, String text) {
        return new Place("--set " + name + "=" + text, 0, 0, 1);
    }

    private static String kind(Value value) {
        return value instanceof Value.Num ? "number" : value.typeName();
    }

    private Optional<Value> parse(String text, Place place) {
        try {
            Diagnostics quiet = new Diagnostics();
            List<Sentence> sentences = syntax.sentences(new SourceText(place.file(), "value(" + text + ")"), quiet)
                    .sentences();
            if (sentences.size() != 1 || sentences.getFirst().values().size() != 1) {
                return Optional.empty();
            }
            Optional<Value> value =
                    new Evaluator(quiet).evaluate(sentences.getFirst().values().getFirst());
            return quiet.isEmpty() ? value : Optional.empty();
        } catch (RecipeException e) {
            return Optional.empty();
        }
    }
}
