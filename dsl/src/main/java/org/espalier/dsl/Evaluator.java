package org.espalier.dsl;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.Value;

/** Looks names up and does arithmetic. What cannot be evaluated is told once and gives nothing. */
final class Evaluator {
    private static final List<String> UNITS = List.of("steps", "epochs", "percent");
    /** Characters of a text. */
    static final int MAX_TEXT = 10_000;
    /** Beyond this, a double no longer holds every whole number. */
    private static final double LARGEST_WHOLE = 0x1p53;

    private final Map<String, Value> names = new LinkedHashMap<>();
    private final Diagnostics found;

    Evaluator(Diagnostics found) {
        this.found = found;
    }

    /** Gives a name its value from here on. */
    void define(String name, Value value) {
        names.put(name, value);
    }

    void forget(String name) {
        names.remove(name);
    }

    boolean knows(String name) {
        return names.containsKey(name);
    }

    /** The value of an expression, which is never larger than a recipe may have: names could multiply it without end. */
    Optional<Value> evaluate(Expr expr) {
        return sized(expr, value(expr));
    }

    private Optional<Value> sized(Expr expr, Optional<Value> value) {
        if (value.isPresent() && ValueSize.tooLarge(value.get())) {
            found.add(DiagnosticId.UNREADABLE, expr.place(), ValueSize.MESSAGE, "A recipe holds no data; name a file.");
            return Optional.empty();
        }
        return value;
    }

    private Optional<Value> value(Expr expr) {
        return switch (expr) {
            case Expr.Number n -> number(n.value(), n.whole(), n.place());
            case Expr.Text t -> Optional.of(new Value.Text(t.value(), t.place()));
            case Expr.Flag f -> Optional.of(new Value.Flag(f.value(), f.place()));
            case Expr.Template t -> template(t);
            case Expr.Name n -> name(n);
            case Expr.Negative n -> operand(n.value(), "-").flatMap(v -> number(-v.value(), v.whole(), n.place()));
            case Expr.Arithmetic a -> arithmetic(a);
            case Expr.Items items -> items(items);
            case Expr.Entries e -> {
                found.add(
                        DiagnosticId.WRONG_ARGUMENTS,
                        e.place(),
                        "A map stands where a value should.",
                        "Options are written without brackets: momentum: 0.9.");
                yield Optional.empty();
            }
            case Expr.Call c -> call(c.sentence());
            case Expr.Refused r -> Optional.empty();
        };
    }

    /** Evaluates named values; those that fail are left out. */
    Map<String, Argument> options(Map<String, Sentence.Named> named) {
        Map<String, Argument> options = new LinkedHashMap<>();
        named.forEach((key, given) ->
                option(given.value()).ifPresent(value -> options.put(key, new Argument(given.key(), value))));
        return options;
    }

    /** The value of an option, which may be a map. */
    private Optional<Value> option(Expr expr) {
        if (!(expr instanceof Expr.Entries map)) {
            return evaluate(expr);
        }
        Map<String, Value> values = new LinkedHashMap<>();
        map.entries().forEach((name, given) -> evaluate(given.value()).ifPresent(value -> values.put(name, value)));
        return sized(expr, Optional.of(new Value.Entries(values, map.place())));
    }

    private Optional<Value> number(double value, boolean whole, Place place) {
        if (Double.isNaN(value) || Double.isInfinite(value) || (whole && Math.abs(value) > LARGEST_WHOLE)) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    place,
                    whole
                            ? "This whole number is larger than 2^53, the largest a recipe can say."
                            : "This is not a finite number.");
            return Optional.empty();
        }
        return Optional.of(new Value.Num(value == 0 ? 0 : value, whole, place));
    }

    private Optional<Value> template(Expr.Template template) {
        StringBuilder text = new StringBuilder();
        for (Expr part : template.parts()) {
            Optional<Value> value = evaluate(part);
            if (value.isEmpty()) {
                return value;
            }
            switch (value.get()) {
                case Value.Text t -> text.append(t.value());
                case Value v -> text.append(v.text());
            }
            if (text.length() > MAX_TEXT) {
                found.add(
                        DiagnosticId.UNREADABLE,
                        template.place(),
                        "With its names replaced this text has more than " + MAX_TEXT + " characters.",
                        "Shorten it.");
                return Optional.empty();
            }
        }
        return Optional.of(new Value.Text(text.toString(), template.place()));
    }

    private Optional<Value> name(Expr.Name name) {
        Value value = names.get(name.name());
        if (value == null) {
            found.add(
                    DiagnosticId.UNKNOWN_NAME,
                    name.place(),
                    "Nothing here is called '" + name.name() + "'.",
                    ClosestNames.hint(
                            name.name(),
                            names.keySet(),
                            "Write '" + name.name() + "' in quotes if it is a text, or declare it: param '"
                                    + name.name() + "', 0.9."));
            return Optional.empty();
        }
        return Optional.of(at(value, name.place()));
    }

    /** The value of a name, placed where it is used. */
    private static Value at(Value value, Place place) {
        return switch (value) {
            case Value.Num n -> new Value.Num(n.value(), n.whole(), place);
            case Value.Text t -> new Value.Text(t.value(), place);
            case Value.Flag f -> new Value.Flag(f.value(), place);
            case Value.Time t -> new Value.Time(t.value(), place);
            case Value.Items i -> new Value.Items(i.values(), place);
            case Value.Entries e -> new Value.Entries(e.values(), place);
            case Value.Part p -> p;
        };
    }

    private Optional<Value> items(Expr.Items items) {
        List<Value> values = new ArrayList<>();
        for (Expr item : items.values()) {
            evaluate(item).ifPresent(values::add);
        }
        return values.size() == items.values().size()
                ? Optional.of(new Value.Items(values, items.place()))
                : Optional.empty();
    }

    private Optional<Value.Num> operand(Expr expr, String operator) {
        return evaluate(expr).flatMap(value -> {
            if (value instanceof Value.Num n) {
                return Optional.of(n);
            }
            found.add(
                    DiagnosticId.WRONG_TYPE,
                    expr.place(),
                    "'" + operator + "' joins numbers; this is " + described(value) + ".");
            return Optional.empty();
        });
    }

    private Optional<Value> arithmetic(Expr.Arithmetic a) {
        Optional<Value.Num> left = operand(a.left(), a.operator());
        Optional<Value.Num> right = operand(a.right(), a.operator());
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        double y = right.get().value();
        if (y == 0 && (a.operator().equals("/") || a.operator().equals("%"))) {
            found.add(DiagnosticId.OUT_OF_RANGE, a.right().place(), "This divides by zero.");
            return Optional.empty();
        }
        double result = compute(a.operator(), left.get().value(), y);
        boolean whole = left.get().whole() && right.get().whole() && result == Math.rint(result);
        return number(result, whole, a.place());
    }

    /** Decimal arithmetic to 16 digits, so that 1 - 0.9 is 0.1. */
    private static double compute(String operator, double x, double y) {
        BigDecimal left = BigDecimal.valueOf(x);
        BigDecimal right = BigDecimal.valueOf(y);
        return switch (operator) {
            case "+" -> left.add(right, MathContext.DECIMAL64).doubleValue();
            case "-" -> left.subtract(right, MathContext.DECIMAL64).doubleValue();
            case "*" -> left.multiply(right, MathContext.DECIMAL64).doubleValue();
            case "/" -> left.divide(right, MathContext.DECIMAL64).doubleValue();
            case "%" -> x % y;
            case "**" -> StrictMath.pow(x, y);
            default -> throw new IllegalArgumentException("no operator " + operator);
        };
    }

    private Optional<Value> call(Sentence call) {
        call.block()
                .ifPresent(block -> found.add(
                        DiagnosticId.WRONG_ARGUMENTS, block.place(), "'" + call.word() + "' has no block here."));
        if (UNITS.contains(call.word())) {
            return span(call);
        }
        if (!call.values().isEmpty()) {
            found.add(
                    DiagnosticId.UNKNOWN_WORD,
                    call.place(),
                    "There is no unit '" + call.word() + "'.",
                    ClosestNames.hint(
                            call.word(),
                            UNITS,
                            "Spans are steps(100), epochs(10) and percent(75); a schedule takes options only: cosine(from:"
                                    + " 0.1, to: 0)."));
            return Optional.empty();
        }
        return Optional.of(new Value.Part(
                new PluginUse("schedule", pluginName(call.word()), options(call.named()), call.place())));
    }

    /** A word as the name of a plugin: {@code warmUp} is {@code warm-up}. */
    static String pluginName(String word) {
        StringBuilder name = new StringBuilder();
        for (char c : word.toCharArray()) {
            if (Character.isUpperCase(c) && !name.isEmpty()) {
                name.append('-');
            }
            name.append(c);
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private Optional<Value> span(Sentence call) {
        Optional<Value> amount = call.values().size() == 1 && call.named().isEmpty()
                ? evaluate(call.values().getFirst())
                : Optional.empty();
        if (amount.isPresent() && amount.get() instanceof Value.Num n) {
            return span(call, n);
        }
        if (amount.isPresent() || call.values().size() != 1 || !call.named().isEmpty()) {
            found.add(
                    DiagnosticId.WRONG_ARGUMENTS,
                    call.place(),
                    "'" + call.word() + "' takes one number.",
                    "For example " + call.word() + "(10).");
        }
        return Optional.empty();
    }

    private Optional<Value> span(Sentence call, Value.Num amount) {
        Span.Unit unit = Span.Unit.valueOf(call.word().toUpperCase(Locale.ROOT));
        boolean fits = amount.value() >= 0
                && switch (unit) {
                    case STEPS -> amount.value() == Math.rint(amount.value());
                    case EPOCHS -> true;
                    case PERCENT -> amount.value() <= 100;
                };
        if (!fits) {
            String takes = switch (unit) {
                case STEPS -> "a whole number, at least 0";
                case EPOCHS -> "a number, at least 0";
                case PERCENT -> "a number in [0, 100]";
            };
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    amount.place(),
                    "'" + call.word() + "' takes " + takes + ", not " + amount.text() + ".");
            return Optional.empty();
        }
        return Optional.of(new Value.Time(new Span(amount.value(), unit), call.place()));
    }

    /** A value in a message: {@code the text 'abc'}. */
    static String described(Value value) {
        String text = value.text();
        String shown = text.length() > 60 ? text.substring(0, 57) + "…" : text;
        return switch (value) {
            case Value.Text t -> "the text " + shown;
            case Value.Items i -> "the list " + shown;
            case Value.Entries e -> "the map " + shown;
            case Value.Part p -> "the plugin " + shown;
            case Value.Time t -> "the span " + shown;
            case Value v -> shown;
        };
    }
}
