package org.espalier.dsl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;

/**
 * Tells what the parser stumbled over. The parser stops at its first mistake, and within a block it often blames the
 * block's brace; so every sentence is parsed again by itself, in its place.
 */
final class SyntaxMistakes {
    private static final int MOST = 20;
    private static final int MOST_FRAGMENTS = 400;
    private static final String COMMA =
            "A sentence is: word 'plugin', option: value. Look for a missing comma, bracket or"
                    + " quote before this place.";

    private final SourceText source;

    SyntaxMistakes(SourceText source) {
        this.source = source;
    }

    /**
     * The mistakes of a text that did not parse.
     *
     * @param whole what the parser said about all of it
     * @param parse parses a text and gives what the parser said; empty when it parses
     */
    List<Diagnostic> find(
            MultipleCompilationErrorsException whole,
            Function<String, List<MultipleCompilationErrorsException>> parse) {
        List<Diagnostic> found = new ArrayList<>();
        List<String> fragments = fragments();
        if (fragments.size() <= MOST_FRAGMENTS) {
            for (String fragment : fragments) {
                parse.apply(fragment).forEach(e -> found.addAll(of(e)));
                if (found.size() >= MOST) {
                    break;
                }
            }
        }
        return found.isEmpty() ? of(whole) : found;
    }

    private List<Diagnostic> of(MultipleCompilationErrorsException failure) {
        return failure.getErrorCollector().getErrors().stream()
                .filter(SyntaxErrorMessage.class::isInstance)
                .map(m -> mistake(((SyntaxErrorMessage) m).getCause()))
                .toList();
    }

    private Diagnostic mistake(SyntaxException e) {
        String said = e.getOriginalMessage().strip();
        int line = Math.max(1, e.getStartLine());
        int column = Math.max(1, e.getStartColumn());
        Place place = source.at(line, column, Math.max(1, e.getEndColumn() - e.getStartColumn()));
        if (said.startsWith("Duplicated named parameter")) {
            String option = said.replaceAll("^[^']*('[^']*').*$", "$1");
            return new Diagnostic(
                    DiagnosticId.REPEATED_WORD, place, "The option " + option + " is given twice.", "Remove one.");
        }
        String lower = said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
        return new Diagnostic(DiagnosticId.SYNTAX, place, "The parser stopped here: " + lower + ".", COMMA);
    }

    /** Each sentence alone, behind as many empty lines and spaces as it takes to keep its place. */
    private List<String> fragments() {
        List<String> fragments = new ArrayList<>();
        String text = source.text();
        Deque<Character> open = new ArrayDeque<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean outside = open.isEmpty();
            switch (c) {
                case '\'', '"' -> i = BracketScan.endOfString(text, i) - 1;
                case '/' -> i = Math.max(i, BracketScan.endOfComment(text, i) - 1);
                case '(', '[' -> open.push(c);
                case ')', ']' -> open.poll();
                case '{', '}', '\n', ';' -> {
                    if (outside && !continued(text, i)) {
                        add(text, start, i, c == '{', fragments);
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        add(text, start, text.length(), false, fragments);
        return fragments;
    }

    /** A comma at the end of a line goes on in the next. */
    private static boolean continued(String text, int newline) {
        return text.charAt(newline) == '\n'
                && text.substring(0, newline).stripTrailing().endsWith(",");
    }

    private static void add(String text, int start, int end, boolean block, List<String> fragments) {
        String fragment = text.substring(start, end).replaceFirst("^(\\s*)\\w+(?:\\s*,\\s*\\w+)*\\s*->", "$1");
        if (fragment.isBlank()
                || fragment.stripLeading().startsWith(",")
                || fragment.strip().startsWith("//")) {
            return;
        }
        String before = text.substring(0, start);
        int column = start - (before.lastIndexOf('\n') + 1) + (end - start - fragment.length());
        String lines = "\n".repeat((int) before.chars().filter(c -> c == '\n').count());
        fragments.add(lines + " ".repeat(column) + fragment + (block ? "{}" : ""));
    }
}
