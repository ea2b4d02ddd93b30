package org.espalier.plugins.data;

import java.nio.file.Path;
import org.espalier.api.EspalierException;

/** A line of an ARFF file, read word by word: words may be quoted, and a percent sign begins a comment. */
final class ArffLine {
    private static final String ENDS_WORD = ",{}\t %";

    private final Path path;
    private final int number;
    private final String text;
    private int at;

    /**
     * @param path for messages
     * @param number from 1, for messages
     */
    ArffLine(Path path, int number, String text) {
        this.path = path;
        this.number = number;
        this.text = text;
    }

    int number() {
        return number;
    }

    /** Whether nothing but spaces and a comment is left. */
    boolean atEnd() {
        skipSpaces();
        return at == text.length() || text.charAt(at) == '%';
    }

    /** Takes a sign if it comes next. */
    boolean take(char sign) {
        skipSpaces();
        if (at < text.length() && text.charAt(at) == sign) {
            at++;
            return true;
        }
        return false;
    }

    /** The next word, without its quotes. */
    String word(String what) {
        skipSpaces();
        if (atEnd()) {
            throw wrong(what + " is missing at the end of the line");
        }
        char quote = text.charAt(at);
        if (quote == '\'' || quote == '"') {
            return quoted(quote, what);
        }
        int from = at;
        while (at < text.length() && ENDS_WORD.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == from) {
            throw wrong(what + " should stand before \"" + text.charAt(at) + "\" (character " + (at + 1) + ")");
        }
        return text.substring(from, at);
    }

    private String quoted(char quote, String what) {
        int from = at++;
        StringBuilder word = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            word.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw wrong("the quote at character " + (from + 1) + " (" + what + ") has no end");
        }
        at++;
        return word.toString();
    }

    private void skipSpaces() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    EspalierException wrong(String sentence) {
        return new EspalierException(path + ":" + number + ": " + sentence + ".");
    }
}
