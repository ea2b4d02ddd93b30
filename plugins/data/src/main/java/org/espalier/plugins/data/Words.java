package org.espalier.plugins.data;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.stream.Stream;

/**
 * Words are what spaces and line ends separate, and are tokens as they stand. The vocabulary begins with {@code <unk>}, which
 * stands for every word it lacks; then come the words of the text that was learnt from, frequent ones first, equally
 * frequent ones by the alphabet.
 *
 * @param vocabulary all tokens
 * @param places of the tokens
 */
record Words(List<String> vocabulary, Map<String, Integer> places) implements Tokenizer {
    private static final String UNKNOWN = "<unk>";

    /**
     * @param most how many tokens the vocabulary has at most; 0: as many as there are words
     */
    static Words of(String text, int most) {
        Map<String, Integer> counts = new HashMap<>();
        StringTokenizer words = new StringTokenizer(text);
        while (words.hasMoreTokens()) {
            counts.merge(words.nextToken(), 1, Integer::sum);
        }
        counts.remove(UNKNOWN);
        Stream<String> byCount = counts.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Integer> e) -> -e.getValue())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey);
        List<String> vocabulary = Stream.concat(Stream.of(UNKNOWN), most == 0 ? byCount : byCount.limit(most - 1L))
                .toList();
        Map<String, Integer> places = new HashMap<>();
        vocabulary.forEach(word -> places.put(word, places.size()));
        return new Words(vocabulary, places);
    }

    @Override
    public int[] tokens(String text) {
        StringTokenizer words = new StringTokenizer(text);
        int[] tokens = new int[words.countTokens()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = places.getOrDefault(words.nextToken(), 0);
        }
        return tokens;
    }

    @Override
    public String unit() {
        return "words";
    }
}
