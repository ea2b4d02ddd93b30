package org.espalier.core.catalog;

import java.util.List;
import java.util.Optional;
import org.espalier.api.Interval;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.plan.Value;

/** What an option takes, and whether a value is of that kind. */
record OptionValue(OptionDescriptor option) {
    private static final double EXACT = 0x1p53;

    /** A mistake: the clause goes on from "The option 'x' of kind 'name' …". */
    record Problem(DiagnosticId id, String clause, String hint) {}

    /** What is wrong with a value, if anything. */
    Optional<Problem> problem(Value value) {
        return switch (option.type()) {
            case BOOLEAN -> value instanceof Value.Flag ? Optional.empty() : wrong("true or false", value, "");
            case INT -> whole(value, "a whole number", Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(value, "a whole number", -EXACT, EXACT);
            case DOUBLE -> value instanceof Value.Num n ? inRange(n) : wrong("a number", value, "");
            case DIAL -> value instanceof Value.Num n ? inRange(n) : wrong("a number or a schedule", value, "");
            case TEXT -> value instanceof Value.Text ? Optional.empty() : wrong("text", value, "");
            case PATH -> value instanceof Value.Text ? Optional.empty() : wrong("a path as text", value, "");
            case CHOICE -> choice(value, "");
            case ACTIVATION, INIT, ADAPT -> choice(value, " or a plugin");
            case PATTERN -> wrong("a plugin of the kind 'pattern'", value, "For example: pattern: 'unstructured'");
            case SPAN ->
                value instanceof Value.Time
                        ? Optional.empty()
                        : wrong("a span", value, "Write steps(100), epochs(3) or percent(75).");
            case INT_LIST -> list(value, "a list of whole numbers");
            case DOUBLE_LIST -> list(value, "a list of numbers");
            case TEXT_LIST -> list(value, "a list of texts");
            case TEXT_MAP ->
                value instanceof Value.Entries entries
                                && entries.values().values().stream().allMatch(Value.Text.class::isInstance)
                        ? Optional.empty()
                        : wrong("texts by texts", value, "Write them in brackets: ['conv*': 'layer*']");
        };
    }

    private Optional<Problem> whole(Value value, String what, double least, double most) {
        if (!(value instanceof Value.Num n) || n.value() != Math.rint(n.value())) {
            return wrong(what, value, "");
        }
        if (n.value() < least || n.value() > most) {
            return Optional.of(new Problem(
                    DiagnosticId.OUT_OF_RANGE,
                    "must be a whole number from " + (long) least + " to " + (long) most + ", was " + n.text(),
                    ""));
        }
        return inRange(n);
    }

    private Optional<Problem> inRange(Value.Num number) {
        Interval range = Interval.parse(option.range());
        if (range.contains(number.value())) {
            return Optional.empty();
        }
        String allowed = range.equals(Interval.ALL) ? "finite" : "in " + range;
        return Optional.of(new Problem(DiagnosticId.OUT_OF_RANGE, "must be " + allowed + ", was " + number.text(), ""));
    }

    private Optional<Problem> choice(Value value, String other) {
        List<String> choices = option.choices();
        String allowed = (choices.size() == 1 ? "" : "one of ") + quoted(choices) + other;
        if (!(value instanceof Value.Text text)) {
            return wrong(allowed, value, "");
        }
        return option.choices().contains(text.value())
                ? Optional.empty()
                : Optional.of(new Problem(
                        DiagnosticId.OUT_OF_RANGE,
                        "must be " + allowed + ", was " + text.text(),
                        ClosestNames.of(text.value(), option.choices()).stream()
                                .findFirst()
                                .map(name -> "Did you mean '" + name + "'?")
                                .orElse("")));
    }

    private Optional<Problem> list(Value value, String what) {
        for (Value element : elements(value)) {
            Optional<Problem> problem = switch (option.type()) {
                case INT_LIST -> whole(element, what, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case DOUBLE_LIST -> element instanceof Value.Num n ? inRange(n) : wrong(what, element, "");
                default -> element instanceof Value.Text ? Optional.empty() : wrong(what, element, "");
            };
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    /** A list of one element may be written without brackets. */
    static List<Value> elements(Value value) {
        return value instanceof Value.Items items ? items.values() : List.of(value);
    }

    private static Optional<Problem> wrong(String allowed, Value value, String hint) {
        return Optional.of(new Problem(
                DiagnosticId.WRONG_TYPE,
                "takes " + allowed + ", not " + value.text() + " (" + value.typeName() + ")",
                hint));
    }

    private static String quoted(List<String> names) {
        return names.stream()
                .map(name -> "'" + name + "'")
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }
}
