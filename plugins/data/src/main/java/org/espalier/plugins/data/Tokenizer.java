package org.espalier.plugins.data;

import java.util.List;

/** Cuts text into tokens, the numbers of a vocabulary. */
sealed interface Tokenizer permits Characters, Words, BytePairs {
    /** Every token as people can read it; each once. */
    List<String> vocabulary();

    /** The tokens of a text, each in [0, size of the vocabulary). */
    int[] tokens(String text);

    /** What the tokens are called, for messages. */
    String unit();

    /** A character as people can read it. */
    static String shown(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            default ->
                Character.isISOControl(character) ? "\\u%04x".formatted(character) : Character.toString(character);
        };
    }
}
