package org.espalier.core.json;

import com.google.gson.FormattingStyle;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;

/** Between JSON values and text, by Gson's streams. Of members with the same name the last one counts. */
final class JsonText {
    private static final int MAX_DEPTH = 200;

    private JsonText() {}

    static Json read(String text, String name) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            Json value = value(reader, name, 0);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new EspalierException(name + " is not JSON: something follows its end.");
            }
            return value;
        } catch (IOException | IllegalStateException e) {
            // Gson adds a line with a link of its own.
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new EspalierException(name + " is not JSON: " + reason + ".", e);
        }
    }

    private static Json value(JsonReader reader, String name, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new EspalierException(name + " nests deeper than " + MAX_DEPTH + " levels.");
        }
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                Map<String, Json> members = new LinkedHashMap<>();
                reader.beginObject();
                while (reader.hasNext()) {
                    members.put(reader.nextName(), value(reader, name, depth + 1));
                }
                reader.endObject();
                yield new Json.Members(members);
            }
            case BEGIN_ARRAY -> {
                List<Json> items = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNext()) {
                    items.add(value(reader, name, depth + 1));
                }
                reader.endArray();
                yield new Json.Items(items);
            }
            case STRING -> new Json.Text(reader.nextString());
            case NUMBER -> new Json.Num(reader.nextString());
            case BOOLEAN -> new Json.Flag(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield new Json.Nothing();
            }
            case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT ->
                throw new EspalierException(name + " is not JSON: a value is missing at " + reader.getPath() + ".");
        };
    }

    static String write(Json value, FormattingStyle style) {
        StringWriter out = new StringWriter();
        try (JsonWriter writer = new JsonWriter(out)) {
            writer.setFormattingStyle(style);
            writer.setHtmlSafe(true);
            write(value, writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static void write(Json value, JsonWriter writer) throws IOException {
        switch (value) {
            case Json.Members members -> {
                writer.beginObject();
                for (Map.Entry<String, Json> member : members.values().entrySet()) {
                    writer.name(member.getKey());
                    write(member.getValue(), writer);
                }
                writer.endObject();
            }
            case Json.Items items -> {
                writer.beginArray();
                for (Json item : items.values()) {
                    write(item, writer);
                }
                writer.endArray();
            }
            case Json.Text text -> writer.value(text.value());
            case Json.Num number -> writer.jsonValue(number.digits());
            case Json.Flag flag -> writer.value(flag.value());
            case Json.Nothing _ -> writer.nullValue();
        }
    }
}
