package org.espalier.processor;

import java.nio.file.Path;
import java.util.List;
import org.espalier.api.Interval;
import org.espalier.api.Span;

/** Checks that the text of a default is a value its option can have. */
record DefaultReader(String type, List<String> choices, Interval range) {
    /**
     * @throws IllegalArgumentException with a clause that says what is allowed
     */
    void check(String text) {
        switch (type) {
            case "boolean" -> require(text.equals("true") || text.equals("false"), "it must be true or false");
            case "int" -> number(text, Integer::parseInt, "a whole number between -2^31 and 2^31 - 1");
            case "long" -> number(text, Long::parseLong, "a whole number between -2^63 and 2^63 - 1");
            case "double", "dial" -> number(text, Double::parseDouble, "a number");
            case "choice", "activation", "init", "adapt" ->
                require(choices.contains(text), "it must be one of " + String.join(", ", choices));
            case "pattern" -> require(false, "a recipe names the pattern itself, as it names all plugins of a run");
            case "span" -> span(text);
            case "path" -> path(text);
            case "int-list", "double-list", "text-list" -> list(text);
            default -> {}
        }
    }

    /** Reads a number or throws {@link NumberFormatException}. */
    @FunctionalInterface
    private interface NumberParser {
        Number parse(String text);
    }

    private void number(String text, NumberParser parser, String what) {
        double value;
        try {
            value = parser.parse(text).doubleValue();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("it must be " + what, e);
        }
        require(Double.isFinite(value), "it must be finite");
        require(range.contains(value), "it must be in " + range);
    }

    private static void span(String text) {
        Span span = Span.parse(text);
        require(Double.isFinite(span.amount()), "a span must be finite");
    }

    private static void path(String text) {
        Path path = Path.of(text);
        require(path.getNameCount() > 0, "a path must not be the root");
    }

    private void list(String text) {
        if (text.isEmpty()) {
            return;
        }
        require(text.startsWith("[") && text.endsWith("]"), "a list is written [1, 2] or ['a', 'b']");
        String inside = text.substring(1, text.length() - 1).strip();
        if (inside.isEmpty()) {
            return;
        }
        for (String part : inside.split(",", -1)) {
            String element = part.strip();
            switch (type) {
                case "int-list" -> number(element, Integer::parseInt, "a list of whole numbers");
                case "double-list" -> number(element, Double::parseDouble, "a list of numbers");
                default ->
                    require(
                            element.length() >= 2 && element.startsWith("'") && element.endsWith("'"),
                            "each text of a list stands in single quotes, as in ['a', 'b']");
            }
        }
    }

    private static void require(boolean holds, String clause) {
        if (!holds) {
            throw new IllegalArgumentException(clause);
        }
    }
}
