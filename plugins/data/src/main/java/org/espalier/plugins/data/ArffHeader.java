package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.espalier.api.EspalierException;

/**
 * What an ARFF file says before its data ("Attribute-Relation File Format", University of Waikato, 1999).
 *
 * @param relation what the table is called
 * @param attributes its columns
 * @param dataLine the line that says {@code @data}, from 0
 */
record ArffHeader(String relation, List<ArffAttribute> attributes, int dataLine) {
    ArffHeader {
        attributes = List.copyOf(attributes);
    }

    /**
     * Reads the declarations.
     *
     * @param lines of the file
     */
    static ArffHeader read(Path path, List<String> lines) {
        String relation = "";
        List<ArffAttribute> attributes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            ArffLine line = new ArffLine(path, i + 1, lines.get(i));
            if (line.atEnd()) {
                continue;
            }
            String word = line.word("a declaration");
            switch (word.toLowerCase(Locale.ROOT)) {
                case "@relation" -> relation = line.atEnd() ? "" : line.word("the name of the table");
                case "@attribute" -> add(attribute(line), attributes, line);
                case "@data" -> {
                    if (attributes.isEmpty()) {
                        throw line.wrong("the data begin before any @attribute is declared");
                    }
                    return new ArffHeader(relation, attributes, i);
                }
                default -> throw line.wrong("@relation, @attribute or @data should begin here, not \"" + word + "\"");
            }
        }
        throw new EspalierException(path + " is not an ARFF file, or was cut off: it has no line @data.");
    }

    private static void add(ArffAttribute attribute, List<ArffAttribute> attributes, ArffLine line) {
        if (attributes.stream().anyMatch(other -> other.name().equals(attribute.name()))) {
            throw line.wrong("there is an attribute \"" + attribute.name() + "\" already; names must differ");
        }
        attributes.add(attribute);
    }

    private static ArffAttribute attribute(ArffLine line) {
        String name = line.word("the name of the attribute").strip();
        if (line.take('{')) {
            return new ArffAttribute(name, ArffAttribute.Type.NOMINAL, values(line));
        }
        String type = line.word("the type of \"" + name + "\"").toLowerCase(Locale.ROOT);
        return switch (type) {
            case "numeric", "real", "integer" -> new ArffAttribute(name, ArffAttribute.Type.NUMBER, List.of());
            case "string", "date" -> new ArffAttribute(name, ArffAttribute.Type.TEXT, List.of());
            default ->
                throw line.wrong("\"" + name + "\" has the type \"" + type
                        + "\"; allowed are numeric, real, integer, string, date and a list {in, braces}");
        };
    }

    private static List<String> values(ArffLine line) {
        List<String> values = new ArrayList<>();
        do {
            values.add(line.word("a value"));
        } while (line.take(','));
        if (!line.take('}')) {
            throw line.wrong("the list of values has no closing brace");
        }
        if (values.stream().distinct().count() < values.size()) {
            throw line.wrong("a value stands twice in the list");
        }
        return values;
    }

    /** Names of all columns. */
    List<String> names() {
        return attributes.stream().map(ArffAttribute::name).toList();
    }
}
