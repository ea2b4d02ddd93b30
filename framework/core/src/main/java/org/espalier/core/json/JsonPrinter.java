package org.espalier.core.json;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes JSON: on one line, or indented with short arrays of plain values kept on theirs. */
final class JsonPrinter {
    private final StringBuilder out = new StringBuilder();
    private final boolean indented;

    JsonPrinter(boolean indented) {
        this.indented = indented;
    }

    String print(Json json) {
        write(json, 0);
        return out.toString();
    }

    private void write(Json json, int depth) {
        switch (json) {
            case Json.Members(Map<String, Json> values) -> writeMembers(values, depth);
            case Json.Items(List<Json> values) -> writeItems(values, depth);
            case Json.Text(String value) -> writeText(value);
            case Json.Num(String digits) -> out.append(digits);
            case Json.Flag(boolean value) -> out.append(value);
            case Json.Nothing() -> out.append("null");
        }
    }

    private void writeMembers(Map<String, Json> values, int depth) {
        out.append('{');
        for (Iterator<Map.Entry<String, Json>> i = values.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<String, Json> member = i.next();
            startLine(depth + 1);
            writeText(member.getKey());
            out.append(indented ? ": " : ":");
            write(member.getValue(), depth + 1);
            out.append(i.hasNext() ? "," : "");
        }
        if (!values.isEmpty()) {
            startLine(depth);
        }
        out.append('}');
    }

    private void writeItems(List<Json> values, int depth) {
        boolean plain = values.stream().noneMatch(v -> v instanceof Json.Members || v instanceof Json.Items);
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (!plain) {
                startLine(depth + 1);
            }
            write(values.get(i), depth + 1);
            out.append(i + 1 == values.size() ? "" : indented && plain ? ", " : ",");
        }
        if (!plain) {
            startLine(depth);
        }
        out.append(']');
    }

    private void startLine(int depth) {
        if (indented) {
            out.append('\n').repeat("  ", depth);
        }
    }

    private void writeText(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    // U+2028 and U+2029 end a line in scripts, "</" a script in HTML pages.
                    if (c < 0x20 || c == 0x2028 || c == 0x2029 || c == '<') {
                        out.append("\\u").append(String.format("%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
