package org.espalier.plugins.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every character is a token. The vocabulary is in the order of Unicode; a character that takes two places in Java is one.
 *
 * @param codePoints ascending
 */
record Characters(int[] codePoints) implements Tokenizer {
    /** The vocabulary of every character that occurs. */
    static Characters of(String text) {
        return new Characters(text.codePoints().distinct().sorted().toArray());
    }

    @Override
    public List<String> vocabulary() {
        return IntStream.of(codePoints).mapToObj(Tokenizer::shown).toList();
    }

    /** The place of a character of the vocabulary. */
    int token(int codePoint) {
        return Arrays.binarySearch(codePoints, codePoint);
    }

    @Override
    public int[] tokens(String text) {
        int[] tokens = text.codePoints().toArray();
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = token(tokens[i]);
        }
        return tokens;
    }

    @Override
    public String unit() {
        return "characters";
    }
}
