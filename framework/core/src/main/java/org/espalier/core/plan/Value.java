package org.espalier.core.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;

/** A value in a recipe, with its place. */
public sealed interface Value {
    Place place();

    /** As a recipe writes it. */
    String text();

    /** What a person calls this type. */
    String typeName();

    /** A number. */
    record Num(double value, boolean whole, Place place) implements Value {
        @Override
        public String text() {
            return whole ? Long.toString((long) value) : Double.toString(value);
        }

        @Override
        public String typeName() {
            return whole ? "whole number" : "number";
        }
    }

    /** A string. */
    record Text(String value, Place place) implements Value {
        @Override
        public String text() {
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
        }

        @Override
        public String typeName() {
            return "text";
        }
    }

    /** true or false. */
    record Flag(boolean value, Place place) implements Value {
        @Override
        public String text() {
            return Boolean.toString(value);
        }

        @Override
        public String typeName() {
            return "true or false";
        }
    }

    /** {@code steps(…)}, {@code epochs(…)} or {@code percent(…)}. */
    record Time(Span value, Place place) implements Value {
        @Override
        public String text() {
            return value.toString();
        }

        @Override
        public String typeName() {
            return "span";
        }
    }

    /** A list. */
    record Items(List<Value> values, Place place) implements Value {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String text() {
            return values.stream().map(Value::text).collect(Collectors.joining(", ", "[", "]"));
        }

        @Override
        public String typeName() {
            return "list";
        }
    }

    /** Texts by names, in the order written: {@code ['bn*': 'norm*']}. */
    record Entries(Map<String, Value> values, Place place) implements Value {
        public Entries {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String text() {
            return values.entrySet().stream()
                    .map(entry -> new Text(entry.getKey(), place).text() + ": "
                            + entry.getValue().text())
                    .collect(Collectors.joining(", ", "[", values.isEmpty() ? ":]" : "]"));
        }

        @Override
        public String typeName() {
            return "map";
        }
    }

    /** A plugin as a value, for example {@code cosine(from: 0.1, to: 0)}. */
    record Part(PluginUse use) implements Value {
        @Override
        public Place place() {
            return use.place();
        }

        @Override
        public String text() {
            return use.name() + "(" + use.optionsText() + ")";
        }

        @Override
        public String typeName() {
            return use.kind();
        }
    }

    /**
     * A value from plain Java: a number, a string, a boolean, a {@link Span}, a list of such, texts by names, a {@link PluginUse} or a
     * {@link Value}.
     */
    static Value of(Object value) {
        return switch (value) {
            case Value v -> v;
            case PluginUse use -> new Part(use);
            case Integer i -> new Num(i, true, Place.NONE);
            case Long l -> new Num(l, true, Place.NONE);
            case Number n -> new Num(n.doubleValue(), false, Place.NONE);
            case String s -> new Text(s, Place.NONE);
            case Boolean b -> new Flag(b, Place.NONE);
            case Span s -> new Time(s, Place.NONE);
            case List<?> list -> new Items(list.stream().map(Value::of).toList(), Place.NONE);
            case Map<?, ?> map -> {
                Map<String, Value> values = new LinkedHashMap<>();
                map.forEach((name, text) -> values.put(String.valueOf(name), of(Objects.requireNonNull(text))));
                yield new Entries(values, Place.NONE);
            }
            default ->
                throw new IllegalArgumentException("a recipe has no value of " + value.getClass()
                        + "; use numbers, strings, booleans, spans, lists, maps and plugin uses");
        };
    }
}
