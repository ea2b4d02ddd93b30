package org.espalier.dsl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;

/**
 * A quick look at brackets, strings and comments before the parser sees the text. It bounds what the parser may be asked
 * to do (depth, length of a sentence), and it knows better than a parser which bracket was never closed.
 */
final class BracketScan {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_TOKENS = 1000;

    private final SourceText source;
    private final String text;
    private final Deque<Open> open = new ArrayDeque<>();
    private Optional<Diagnostic> tooMuch = Optional.empty();
    private Optional<Diagnostic> unbalanced = Optional.empty();
    private int at;
    private int line = 1;
    private int lineStart;
    private int tokens;

    private record Open(char bracket, Place place) {}

    BracketScan(SourceText source) {
        this.source = source;
        this.text = source.text();
        while (at < text.length() && tooMuch.isEmpty()) {
            next();
        }
        if (unbalanced.isEmpty() && !open.isEmpty()) {
            Open last = open.element();
            unbalanced = Optional.of(syntax(
                    last.place(),
                    "This '" + last.bracket() + "' is never closed.",
                    "Add the '" + closing(last) + "'."));
        }
    }

    /** Set when the text asks for more than a recipe may. */
    Optional<Diagnostic> tooMuch() {
        return tooMuch;
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
            case ';' -> {
                tokens = 0;
                at++;
            }
            default -> word(c);
        }
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
        if (open.isEmpty() || open.element().bracket() == '{') {
            tokens = 0;
        }
    }

    private void word(char c) {
        if (Character.isJavaIdentifierPart(c)) {
            while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
                at++;
            }
            token();
        } else {
            at++;
            if (!Character.isWhitespace(c)) {
                token();
            }
        }
    }

    private void token() {
        if (++tokens > MAX_TOKENS) {
            tooMuch = Optional.of(new Diagnostic(
                    DiagnosticId.UNREADABLE,
                    here(1),
                    "A sentence has more than " + MAX_TOKENS + " words and signs.",
                    "Use repeat(n) { i -> … } or several sentences."));
        }
    }

    private void opened(char c) {
        open.push(new Open(c, here(1)));
        at++;
        if (c == '{') {
            tokens = 0;
        }
        token();
        if (open.size() > MAX_DEPTH) {
            tooMuch = Optional.of(new Diagnostic(
                    DiagnosticId.UNREADABLE,
                    open.element().place(),
                    "Brackets are nested more than " + MAX_DEPTH + " deep here.",
                    "A recipe needs four."));
        }
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
        }
        at++;
        token();
        if (c == '}') {
            tokens = 0;
        }
    }

    private void comment() {
        if (text.startsWith("//", at)) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            skipTo(end < 0 ? text.length() : end + 2);
        } else {
            at++;
            token();
        }
    }

    private void string(char quote) {
        Place start = here(1);
        boolean triple = text.startsWith(String.valueOf(quote).repeat(3), at);
        String end = String.valueOf(quote).repeat(triple ? 3 : 1);
        int i = at + end.length();
        while (i < text.length() && !text.startsWith(end, i) && (triple || text.charAt(i) != '\n')) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        boolean whole = i < text.length() && text.startsWith(end, i);
        if (!whole && unbalanced.isEmpty()) {
            unbalanced = Optional.of(syntax(start, "This string is never closed.", "Add the closing " + end + "."));
        }
        skipTo(Math.min(text.length(), whole ? i + end.length() : i));
        token();
    }

    private void skipTo(int end) {
        for (; at < end; at++) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
        }
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
