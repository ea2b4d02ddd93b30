package org.espalier.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;
import org.espalier.core.json.Json;

/**
 * A JSON value that knows where it stands, for files in which every member is needed: what is missing or of another type
 * is an error that names the file and the place.
 *
 * @param file what to call the whole in an error
 * @param path where in the file, for example {@code bundles[2].sha256}; empty for the whole
 */
public record JsonPlace(String file, String path, Json value) {
    /**
     * Reads a file.
     *
     * @throws EspalierException when it cannot be read or is not JSON
     */
    public static JsonPlace read(Path file) {
        try {
            return of(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new EspalierException(file + " cannot be read (" + FileFault.reason(e) + ").", e);
        }
    }

    /** Reads a text. */
    public static JsonPlace of(String file, String text) {
        return new JsonPlace(file, "", Json.parse(text, file));
    }

    /** A member of an object. */
    public JsonPlace at(String member) {
        if (!(value instanceof Json.Members(Map<String, Json> members))) {
            throw wrong("an object");
        }
        return new JsonPlace(
                file, path.isEmpty() ? member : path + "." + member, members.getOrDefault(member, new Json.Nothing()));
    }

    /** The elements of an array. */
    public List<JsonPlace> items() {
        if (!(value instanceof Json.Items(List<Json> items))) {
            throw wrong("a list");
        }
        List<JsonPlace> places = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            places.add(new JsonPlace(file, path + "[" + i + "]", items.get(i)));
        }
        return places;
    }

    /** The members of an object that are all text. */
    public Map<String, String> texts() {
        if (!(value instanceof Json.Members(Map<String, Json> members))) {
            throw wrong("an object");
        }
        return members.keySet().stream()
                .collect(Collectors.toMap(key -> key, key -> at(key).text(), (a, b) -> b, LinkedHashMap::new));
    }

    /** A text. */
    public String text() {
        if (value instanceof Json.Text(String text)) {
            return text;
        }
        throw wrong("text");
    }

    /** A whole number. */
    public long whole() {
        if (value instanceof Json.Num(String digits)) {
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw wrong("a whole number");
            }
        }
        throw wrong("a whole number");
    }

    /** A whole number that fits an {@code int}. */
    public int count() {
        long whole = whole();
        if (whole != (int) whole) {
            throw wrong("at most " + Integer.MAX_VALUE);
        }
        return (int) whole;
    }

    /** That something else should stand here, for example {@code a list}. */
    public EspalierException wrong(String wanted) {
        String where = path.isEmpty() ? "it" : path;
        return new EspalierException(file + " is damaged: "
                + (value instanceof Json.Nothing ? where + " is missing" : where + " should be " + wanted) + ".");
    }
}
