package org.espalier.core.diagnostic;

/**
 * A place in a file.
 *
 * @param file as the person named it; empty for plans built in Java
 * @param line from 1; 0 where unknown
 * @param column from 1; 0 where unknown
 * @param length characters to underline, at least 1
 */
public record Place(String file, int line, int column, int length) {
    /** Where nothing is known: a plan built in Java. */
    public static final Place NONE = new Place("", 0, 0, 1);

    public Place {
        length = Math.max(1, length);
    }

    public boolean known() {
        return line > 0;
    }

    /** {@code file:line:column}. */
    @Override
    public String toString() {
        return known() ? file + ":" + line + ":" + column : file.isEmpty() ? "(built in Java)" : file;
    }
}
