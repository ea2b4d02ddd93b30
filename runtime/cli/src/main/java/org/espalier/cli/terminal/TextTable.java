package org.espalier.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, two spaces apart; columns of figures are aligned to the right. */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final String alignment;

    /**
     * @param alignment a letter for each column: {@code l} or {@code r}
     */
    public TextTable(String alignment) {
        this.alignment = alignment;
    }

    public TextTable row(String... cells) {
        if (cells.length != alignment.length()) {
            throw new IllegalArgumentException(
                    "a row needs " + alignment.length() + " cells, was given " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The lines, each indented by two spaces. */
    public List<String> lines() {
        int[] widths = new int[alignment.length()];
        for (List<String> row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], width(row.get(c)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String cell = row.get(c);
            String space = " ".repeat(widths[c] - width(cell));
            line.append("  ").append(alignment.charAt(c) == 'r' ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
