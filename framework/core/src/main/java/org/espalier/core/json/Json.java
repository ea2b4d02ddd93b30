package org.espalier.core.json;

import com.google.gson.FormattingStyle;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;

/** A JSON value. Objects keep the order of their members; a number that is not finite is written as {@code null}. */
public sealed interface Json {
    /** An object. */
    record Members(Map<String, Json> values) implements Json {
        public Members {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** An array. */
    record Items(List<Json> values) implements Json {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** A string. */
    record Text(String value) implements Json {}

    /** A number as it is written, so that a long keeps its digits. */
    record Num(String digits) implements Json {}

    /** true or false. */
    record Flag(boolean value) implements Json {}

    /** {@code null}. */
    record Nothing() implements Json {}

    /**
     * The JSON of a value: maps and records become objects (an empty optional leaves its member out), collections become
     * arrays, enums and whatever else is not a number or a boolean become strings.
     */
    static Json of(Object value) {
        return switch (value) {
            case Json json -> json;
            case Record r -> RecordJson.members(r);
            case Map<?, ?> map -> {
                Map<String, Json> members = new LinkedHashMap<>();
                map.forEach((key, member) -> members.put(key.toString(), of(member)));
                yield new Members(members);
            }
            case Collection<?> list -> new Items(list.stream().map(Json::of).toList());
            case Optional<?> optional -> optional.isPresent() ? of(optional.get()) : new Nothing();
            case Double d -> Double.isFinite(d) ? new Num(d.toString()) : new Nothing();
            case Float f -> Float.isFinite(f) ? new Num(f.toString()) : new Nothing();
            case Number number -> new Num(number.toString());
            case Boolean flag -> new Flag(flag);
            default -> new Text(value.toString());
        };
    }

    /**
     * Reads a text.
     *
     * @param name what to call it in an error, for example the file
     * @throws EspalierException when it is not JSON; the message says where
     */
    static Json parse(String text, String name) {
        return JsonText.read(text, name);
    }

    /** On one line. */
    default String compact() {
        return JsonText.write(this, FormattingStyle.COMPACT);
    }

    /** Indented by two spaces, with a line break at the end. */
    default String pretty() {
        return JsonText.write(this, FormattingStyle.PRETTY) + "\n";
    }

    /** A member of an object; {@link Nothing} when this is no object or has no such member. */
    default Json at(String member) {
        return this instanceof Members(Map<String, Json> values)
                ? values.getOrDefault(member, new Nothing())
                : new Nothing();
    }

    /** The elements of an array; none when this is no array. */
    default List<Json> items() {
        return this instanceof Items(List<Json> values) ? values : List.of();
    }

    /** The members of an object; none when this is no object. */
    default Map<String, Json> members() {
        return this instanceof Members(Map<String, Json> values) ? values : Map.of();
    }

    /** The characters of a string; empty when this is no string. */
    default String text() {
        return this instanceof Text(String value) ? value : "";
    }

    /** The number; NaN when this is none. */
    default double number() {
        return this instanceof Num(String digits) ? Double.parseDouble(digits) : Double.NaN;
    }

    /** Whether this is {@code true}. */
    default boolean isTrue() {
        return this instanceof Flag(boolean value) && value;
    }
}
