package org.espalier.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.espalier.api.Interval;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.Value;

/** Checks a number that may follow a schedule. */
record DialCheck(OptionChecker plugins, Diagnostics found) {
    /** The options of schedules that are values of the dial. */
    private static final List<String> VALUES = List.of("from", "to", "value");

    /**
     * @param word the recipe's word, for messages; an option in quotes with its word behind it
     * @param range the numbers it may have
     * @param otherwise where to point when the value has no place
     */
    void check(String word, Value value, Interval range, Place otherwise) {
        switch (value) {
            case Value.Num n -> inRange(word, n, range, otherwise);
            case Value.Part part
            when part.use().kind().equals("schedule") -> {
                plugins.check(part.use());
                for (String option : VALUES) {
                    Argument given = part.use().options().get(option);
                    if (given != null && given.value() instanceof Value.Num n) {
                        inRange("'" + option + ":' of " + word, n, range, given.key());
                    }
                }
            }
            case Value other ->
                found.add(
                        DiagnosticId.WRONG_TYPE,
                        place(other, otherwise),
                        named(word) + " takes a number or a schedule, not " + other.text() + ".");
        }
    }

    /** Every number that stands in a dial: the constant, or what its schedule goes from and to. */
    static List<Double> numbers(Value value) {
        List<Double> numbers = new ArrayList<>();
        switch (value) {
            case Value.Num n -> numbers.add(n.value());
            case Value.Part part ->
                VALUES.forEach(option -> {
                    Argument given = part.use().options().get(option);
                    if (given != null && given.value() instanceof Value.Num n) {
                        numbers.add(n.value());
                    }
                });
            case Value other -> {}
        }
        return numbers;
    }

    /** The highest number in a dial. */
    static OptionalDouble highest(Value value) {
        return numbers(value).stream().mapToDouble(Double::doubleValue).max();
    }

    private void inRange(String word, Value.Num number, Interval range, Place otherwise) {
        if (!range.contains(number.value())) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    place(number, otherwise),
                    named(word) + " must be in " + range + ", was " + number.text() + ".");
        }
    }

    private static String named(String word) {
        return word.startsWith("'") ? word : "'" + word + "'";
    }

    private static Place place(Value value, Place otherwise) {
        return value.place().known() ? value.place() : otherwise;
    }
}
