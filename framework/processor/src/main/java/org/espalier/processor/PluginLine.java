package org.espalier.processor;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One line of the descriptor. */
record PluginLine(
        String kind,
        String name,
        String className,
        String doc,
        List<OptionEntry> options,
        List<String> owns,
        List<String> edits)
        implements Comparable<PluginLine> {
    private static final Comparator<PluginLine> ORDER =
            Comparator.comparing(PluginLine::kind).thenComparing(PluginLine::name);

    /** An option within the line. */
    record OptionEntry(
            String name, String type, String doc, Optional<String> byDefault, String range, List<String> choices) {
        JsonObject toJson() {
            JsonObject json = new JsonObject();
            json.addProperty("name", name);
            json.addProperty("type", type);
            json.addProperty("doc", doc);
            byDefault.ifPresent(text -> json.addProperty("default", text));
            json.addProperty("range", range);
            JsonArray names = new JsonArray();
            choices.forEach(names::add);
            json.add("choices", names);
            return json;
        }
    }

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("kind", kind);
        json.addProperty("name", name);
        json.addProperty("class", className);
        json.addProperty("doc", doc);
        JsonArray entries = new JsonArray();
        options.forEach(option -> entries.add(option.toJson()));
        json.add("options", entries);
        names(json, "owns", owns);
        names(json, "edits", edits);
        Gson gson = new GsonBuilder().disableHtmlEscaping().create();
        return gson.toJson(json);
    }

    /** Left out where there are none. */
    private static void names(JsonObject json, String key, List<String> names) {
        if (!names.isEmpty()) {
            JsonArray array = new JsonArray();
            names.forEach(array::add);
            json.add(key, array);
        }
    }

    @Override
    public int compareTo(PluginLine other) {
        return ORDER.compare(this, other);
    }
}
