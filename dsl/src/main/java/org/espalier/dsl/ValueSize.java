package org.espalier.dsl;

import java.util.List;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.Value;

/** Bounds lists and plugins in values: with names a few lines could make them as large as memory. */
final class ValueSize {
    /** Values in a list or among the options of a plugin, those of inner ones counted. */
    private static final int MAX_VALUES = 1000;
    /** Lists and plugins within each other. */
    private static final int MAX_DEPTH = 32;

    /** What is said of a value that is too large. */
    static final String MESSAGE = "This value has more than " + MAX_VALUES + " values in it, or more than " + MAX_DEPTH
            + " within each other.";

    private ValueSize() {}

    static boolean tooLarge(Value value) {
        return size(value, 0) > MAX_VALUES;
    }

    /** How many values there are in a value, counted until there are too many; too many as well when too deep. */
    private static int size(Value value, int depth) {
        List<Value> inner = switch (value) {
            case Value.Items items -> items.values();
            case Value.Entries entries -> List.copyOf(entries.values().values());
            case Value.Part part ->
                part.use().options().values().stream().map(Argument::value).toList();
            case Value single -> List.of();
        };
        int size = depth > MAX_DEPTH ? MAX_VALUES + 1 : 1;
        for (int i = 0; i < inner.size() && size <= MAX_VALUES; i++) {
            size += size(inner.get(i), depth + 1);
        }
        return size;
    }
}
