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
 * block's brace; so every sentence is parsed again by itself.
 */
final class SyntaxMistakes {
    private static final int MOST = 20;
    private static final int MOST_FRAGMENTS = 400;
    /** Of a longer text only the first mistake is told, which takes no second parse. */
    private static final int LONGEST = 32 * 1024;

    private static final String COMMA =
            "A sentence is: word 'plugin', option: value. Look for a missing comma, bracket or"
                    + " quote before this place.";

    private final SourceText source;

    SyntaxMistakes(SourceText source) {
        this.source = source;
    }

    /** A sentence of the text by itself, and where it begins: lines and columns before it. */
    private record Fragment(SourceText source, int line, int column) {}

    /**
     * The mistakes of a text that did not parse.
     *
     * @param whole what was said about all of it
     * @param parse parses a text and gives what the parser said; empty when it parses
     */
    List<Diagnostic> find(List<SyntaxException> whole, Function<SourceText, List<SyntaxException>> parse) {
        List<Diagnostic> found = new ArrayList<>();
        for (Fragment fragment : source.text().length() > LONGEST ? List.<Fragment>of() : fragments()) {
            parse.apply(fragment.source()).forEach(e -> found.add(mistake(e, fragment)));
            if (found.size() >= MOST) {
                break;
            }
        }
        Fragment all = new Fragment(source, 0, 0);
        return found.isEmpty() ? whole.stream().map(e -> mistake(e, all)).toList() : found;
    }

    /** What the parser said. */
    static List<SyntaxException> said(MultipleCompilationErrorsException failure) {
        return failure.getErrorCollector().getErrors().stream()
                .filter(SyntaxErrorMessage.class::isInstance)
                .map(m -> ((SyntaxErrorMessage) m).getCause())
                .toList();
    }

    private Diagnostic mistake(SyntaxException e, Fragment fragment) {
        String said = e.getOriginalMessage().strip();
        int line = Math.max(1, e.getStartLine());
        int column = Math.max(1, e.getStartColumn()) + (line == 1 ? fragment.column() : 0);
        Place place = source.at(line + fragment.line(), column, Math.max(1, e.getEndColumn() - e.getStartColumn()));
        if (said.startsWith("Duplicated named parameter")) {
            String option = said.replaceAll("^[^']*('[^']*').*$", "$1");
            return new Diagnostic(
                    DiagnosticId.REPEATED_WORD, place, "The option " + option + " is given twice.", "Remove one.");
        }
        String lower = said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
        return new Diagnostic(
                DiagnosticId.SYNTAX, place, "The parser stopped here: " + lower.replaceFirst("\\.$", "") + ".", COMMA);
    }

    private List<Fragment> fragments() {
        List<Fragment> fragments = new ArrayList<>();
        String text = source.text();
        Deque<Character> open = new ArrayDeque<>();
        int start = 0;
        for (int i = 0; i < text.length() && fragments.size() < MOST_FRAGMENTS; i++) {
            char c = text.charAt(i);
            boolean outside = open.isEmpty();
            switch (c) {
                case '\\' -> i++;
                case '\'', '"' -> i = BracketScan.endOfString(text, i) - 1;
                case '/' -> i = Math.max(i, BracketScan.endOfComment(text, i) - 1);
                case '(', '[' -> open.push(c);
                case ')', ']' -> open.poll();
                case '{', '}', '\n', ';' -> {
                    if (outside && !continued(text, i)) {
                        add(start, i, c == '{', fragments);
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        add(start, text.length(), false, fragments);
        return fragments;
    }

    /** A comma at the end of a line goes on in the next. */
    private static boolean continued(String text, int newline) {
        int before = newline - 1;
        while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        return text.charAt(newline) == '\n' && before >= 0 && text.charAt(before) == ',';
    }

    private void add(int start, int end, boolean block, List<Fragment> fragments) {
        String text = source.text();
        String fragment = text.substring(start, end).replaceFirst("^(\\s*)\\w+(?:\\s*,\\s*\\w+)*\\s*->", "$1");
        if (fragment.isBlank()
                || fragment.stripLeading().startsWith(",")
                || fragment.strip().startsWith("//")) {
            return;
        }
        String before = text.substring(0, start);
        int line = (int) before.chars().filter(c -> c == '\n').count();
        int column = start - (before.lastIndexOf('\n') + 1) + (end - start - fragment.length());
        fragments.add(new Fragment(new SourceText(source.file(), fragment + (block ? "{}" : "")), line, column));
    }
}
