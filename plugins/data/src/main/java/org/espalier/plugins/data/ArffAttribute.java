package org.espalier.plugins.data;

import java.util.List;

/**
 * A column of an ARFF file.
 *
 * @param name as declared
 * @param type what its cells hold
 * @param values the words a nominal cell may hold, in the order declared; empty for others
 */
record ArffAttribute(String name, Type type, List<String> values) {
    /** What cells hold. */
    enum Type {
        NUMBER,
        NOMINAL,
        /** Text or a date, of which a network can make nothing. */
        TEXT
    }

    ArffAttribute {
        values = List.copyOf(values);
    }

    /** How many features it becomes: one for a number, one for each word of a nominal. */
    int width() {
        return switch (type) {
            case NUMBER -> 1;
            case NOMINAL -> values.size();
            case TEXT -> 0;
        };
    }
}
