package org.espalier.plugins.data;

import java.util.Locale;
import java.util.Set;

/** What is done about cells of a table that hold no value. */
public enum Missing {
    /** The first one ends the reading, with its line and column. */
    REFUSE,
    /** They become NaN, which {@link FillMissingPreparation} replaces. */
    KEEP;

    private static final Set<String> MARKS = Set.of("", "?", "na", "n/a", "nan", "null");

    /** Whether a cell says that there is no value: it is empty, or holds ?, NA, N/A, NaN or null. */
    static boolean isMissing(String cell) {
        return MARKS.contains(cell.strip().toLowerCase(Locale.ROOT));
    }
}
