package org.espalier.core.catalog;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Value;

/** Reads the text of an option's default as the value a recipe would have given. */
final class DefaultValue {
    private DefaultValue() {}

    /**
     * @throws IllegalArgumentException when the text is no value of the option's type
     */
    static Value of(OptionDescriptor option, String text) {
        try {
            return switch (option.type()) {
                case BOOLEAN -> flag(text);
                case INT, LONG -> new Value.Num(Long.parseLong(text), true, Place.NONE);
                case DOUBLE, DIAL -> new Value.Num(Double.parseDouble(text), false, Place.NONE);
                case SPAN -> Value.of(Span.parse(text));
                case TEXT, CHOICE, PATH, ACTIVATION, INIT, ADAPT -> Value.of(text);
                case PATTERN -> throw new IllegalArgumentException(text);
                case INT_LIST -> list(text, part -> new Value.Num(Long.parseLong(part), true, Place.NONE));
                case DOUBLE_LIST -> list(text, part -> new Value.Num(Double.parseDouble(part), false, Place.NONE));
                case TEXT_MAP -> Value.of(Map.of());
                case TEXT_LIST -> list(text, part -> Value.of(part.substring(1, part.length() - 1)));
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "the default \"" + text + "\" of the option '" + option.name() + "' is not of its type", e);
        }
    }

    private static Value flag(String text) {
        return switch (text) {
            case "true" -> Value.of(true);
            case "false" -> Value.of(false);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Value list(String text, java.util.function.Function<String, Value> element) {
        if (text.isEmpty()) {
            return Value.of(List.of());
        }
        if (!text.startsWith("[") || !text.endsWith("]")) {
            throw new IllegalArgumentException(text);
        }
        String inside = text.substring(1, text.length() - 1).strip();
        return new Value.Items(
                inside.isEmpty()
                        ? List.of()
                        : Stream.of(inside.split(",", -1))
                                .map(String::strip)
                                .map(element)
                                .toList(),
                Place.NONE);
    }
}
