package org.espalier.core.diagnostic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Renders mistakes for a terminal:
 *
 * <pre>
 * a.groovy:12:9: error E101: There is no word 'optimiser' in phase.
 *    12 |         optimiser 'sgd'
 *       |         ^^^^^^^^^
 *       Did you mean 'optimizer'?
 *
 * 1 mistake. Pages: docs/errors/E101.md
 * </pre>
 */
public final class DiagnosticPrinter {
    /** Longer lines are cut around the place. */
    private static final int WIDTH = 120;
    /** Longer sentences are cut: they quote something that is no name. */
    private static final int LONGEST = 500;
    /** Of a larger file no lines are shown. */
    private static final long MAX_BYTES = 1 << 20;

    private final boolean colour;
    private final Function<String, List<String>> sources;

    /**
     * A printer that reads source lines from the files.
     *
     * @param colour whether to write ANSI colours
     */
    public DiagnosticPrinter(boolean colour) {
        this(colour, DiagnosticPrinter::lines);
    }

    /**
     * A printer with source lines from elsewhere.
     *
     * @param colour whether to write ANSI colours
     * @param sources the lines of a file, by {@link Place#file}; empty when there are none
     */
    public DiagnosticPrinter(boolean colour, Function<String, List<String>> sources) {
        this.colour = colour;
        this.sources = sources;
    }

    /** The mistakes, each with its line, and how many they are. Ends with a newline; lines end with {@code \n}. */
    public String print(List<Diagnostic> mistakes) {
        Map<String, List<String>> read = new HashMap<>();
        StringBuilder out = new StringBuilder();
        for (Diagnostic mistake : mistakes) {
            Place place = mistake.place();
            out.append(bold(place.toString()))
                    .append(": ")
                    .append(red("error " + mistake.id().code()))
                    .append(": ")
                    .append(bold(shortened(mistake.message())))
                    .append('\n');
            List<String> source = place.known() ? read.computeIfAbsent(place.file(), sources) : List.of();
            if (place.line() <= source.size() && place.known()) {
                excerpt(place, source.get(place.line() - 1), out);
            }
            if (!mistake.hint().isEmpty()) {
                out.append("      ").append(shortened(mistake.hint())).append('\n');
            }
            out.append('\n');
        }
        return out.append(summary(mistakes)).toString();
    }

    private static String summary(List<Diagnostic> mistakes) {
        String pages = mistakes.stream()
                .map(d -> "docs/errors/" + d.id().code() + ".md")
                .distinct()
                .sorted()
                .collect(Collectors.joining(" "));
        return mistakes.size() + (mistakes.size() == 1 ? " mistake. Pages: " : " mistakes. Pages: ") + pages + "\n";
    }

    private void excerpt(Place place, String line, StringBuilder out) {
        int column = Math.min(place.column() - 1, line.length());
        int first = Math.max(0, Math.min(column - WIDTH / 2, line.length() - WIDTH));
        int last = Math.min(line.length(), first + WIDTH);
        int length = Math.max(1, Math.min(place.length(), last - column));
        String before = printable(line.substring(first, column)).replaceAll("[^\t]", " ");
        out.append(String.format("%5d | ", place.line()))
                .append(printable(line.substring(first, last)))
                .append('\n')
                .append("      | ")
                .append(before)
                .append(red("^".repeat(length)))
                .append('\n');
    }

    /** A recipe must not be able to move the cursor. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\t]]", "?");
    }

    private static String shortened(String text) {
        return printable(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }

    private String red(String text) {
        return colour ? "\u001B[1;31m" + text + "\u001B[0m" : text;
    }

    private String bold(String text) {
        return colour ? "\u001B[1m" + text + "\u001B[0m" : text;
    }

    private static List<String> lines(String file) {
        try {
            Path path = Path.of(file);
            return Files.isRegularFile(path) && Files.size(path) <= MAX_BYTES
                    ? new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException | InvalidPathException e) {
            // The mistake itself says what is wrong with the file; only its excerpt is left out.
            return List.of();
        }
    }
}
