package org.espalier.dsl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;

/**
 * A quick look at brackets, strings and comments: it knows better than a parser which bracket was never closed.
 */
final class BracketScan {
    private final SourceText source;
    private final String text;
    private final Deque<Open> open = new ArrayDeque<>();
    private Optional<Diagnostic> unbalanced = Optional.empty();
    private Optional<Open> misindented = Optional.empty();
    private int at;
    private int line = 1;
    private int lineStart;
    private int measuredLine;
    private int indentation;

    /** @param indentation of the line it stands in */
    private record Open(char bracket, Place place, int indentation) {}

    BracketScan(SourceText source) {
        this.source = source;
        this.text = source.text();
        while (at < text.length()) {
            next();
        }
        if (unbalanced.isEmpty() && !open.isEmpty()) {
            Open last = misindented.orElse(open.element());
            unbalanced = Optional.of(syntax(
                    last.place(),
                    "This '" + last.bracket() + "' is never closed.",
                    "Add the '" + closing(last) + "'."));
        }
    }

    /** Set when a bracket or string is not closed. Only to be believed when the parser finds a mistake as well. */
    Optional<Diagnostic> unbalanced() {
        return unbalanced;
    }

    private void next() {
        char c = text.charAt(at);
        switch (c) {
            case '\n' -> newLine();
            case '\'', '"' -> string(c);
            case '/' -> comment();
            case '(', '[', '{' -> opened(c);
            case ')', ']', '}' -> closed(c);
            default -> at++;
        }
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private void opened(char c) {
        open.push(new Open(c, here(1), indentation()));
        at++;
    }

    private void closed(char c) {
        Open last = open.peek();
        if (unbalanced.isEmpty()) {
            if (last == null) {
                unbalanced = Optional.of(syntax(here(1), "This '" + c + "' closes nothing.", "Remove it."));
            } else if (closing(last) != c) {
                unbalanced = Optional.of(syntax(
                        here(1),
                        "This '" + c + "' does not close the '" + last.bracket() + "' of line "
                                + last.place().line() + ", column "
                                + last.place().column() + ".",
                        "A '" + closing(last) + "' is missing before it, or a bracket is one too many."));
            }
        }
        if (last != null) {
            open.pop();
            boolean ownLine = lineStart + indentation() == at;
            if (misindented.isEmpty() && c == '}' && ownLine && last.indentation() > indentation()) {
                misindented = Optional.of(last);
            }
        }
        at++;
    }

    private void comment() {
        int end = endOfComment(text, at);
        if (end > at) {
            skipTo(end);
        } else {
            at++;
        }
    }

    /** Where the comment at an index ends; the index itself when none begins there. */
    static int endOfComment(String text, int from) {
        boolean line = text.startsWith("//", from) || text.startsWith("#!", from);
        String end = line ? "\n" : text.startsWith("/*", from) ? "*/" : "";
        if (end.isEmpty()) {
            return from;
        }
        int at = text.indexOf(end, from + 2);
        return at < 0 ? text.length() : end.equals("\n") ? at : at + 2;
    }

    private void string(char quote) {
        Place start = here(1);
        int end = endOfString(text, at);
        String last = text.substring(at, end);
        String close = String.valueOf(quote)
                .repeat(last.startsWith(String.valueOf(quote).repeat(3)) ? 3 : 1);
        boolean whole = last.length() >= 2 * close.length() && last.endsWith(close);
        if (!whole && unbalanced.isEmpty()) {
            unbalanced = Optional.of(syntax(start, "This string is never closed.", "Add the closing " + close));
        }
        skipTo(end);
    }

    /** Where the string that begins at an index ends: behind its quote, or at the end of the line. */
    static int endOfString(String text, int from) {
        String quote = text.substring(from, from + 1);
        boolean triple = text.startsWith(quote.repeat(3), from);
        String end = quote.repeat(triple ? 3 : 1);
        int i = from + end.length();
        while (i < text.length() && !text.startsWith(end, i) && (triple || text.charAt(i) != '\n')) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), text.startsWith(end, i) ? i + end.length() : i);
    }

    private void skipTo(int end) {
        for (; at < end; at++) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
        }
    }

    private int indentation() {
        if (measuredLine != line) {
            measuredLine = line;
            int end = lineStart;
            while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
                end++;
            }
            indentation = end - lineStart;
        }
        return indentation;
    }

    private Place here(int length) {
        return source.at(line, at - lineStart + 1, length);
    }

    private static char closing(Open open) {
        return switch (open.bracket()) {
            case '(' -> ')';
            case '[' -> ']';
            default -> '}';
        };
    }

    private static Diagnostic syntax(Place place, String message, String hint) {
        return new Diagnostic(DiagnosticId.SYNTAX, place, message, hint);
    }
}
