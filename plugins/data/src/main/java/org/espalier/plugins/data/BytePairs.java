package org.espalier.plugins.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Byte pairs (Gage, "A New Algorithm for Data Compression", 1994; Sennrich, Haddow and Birch, "Neural Machine Translation of
 * Rare Words with Subword Units", 2016): the tokens are the 256 bytes of UTF-8 and, one after the other, the most frequent
 * pair of tokens in the text that was learnt from, put together. So any text has tokens. No pair reaches across the space
 * before a word.
 *
 * @param left {@code [merges]}: first token of each pair
 * @param right {@code [merges]}: second token of each pair
 * @param ranks place of each pair: the first token in the upper half of the key, the second in the lower
 */
record BytePairs(int[] left, int[] right, Map<Long, Integer> ranks) implements Tokenizer {
    /** Tokens that are there from the beginning. */
    static final int BYTES = 256;

    /** What has no space for longer is cut, so that the work is in proportion to the text. */
    private static final int LONGEST_PIECE = 64;

    /**
     * Learns pairs.
     *
     * @param tokens how many there are in all, at least 256; fewer when no pair is left that occurs twice
     */
    static BytePairs learn(String text, int tokens) {
        BytePairCounts counts = new BytePairCounts(counted(text));
        List<Long> pairs = new ArrayList<>();
        for (long pair = counts.best(); pairs.size() < tokens - BYTES && pair >= 0; pair = counts.best()) {
            counts.merge(pair, BYTES + pairs.size());
            pairs.add(pair);
        }
        return of(pairs);
    }

    private static BytePairs of(List<Long> pairs) {
        Map<Long, Integer> ranks = new HashMap<>();
        int[] left = new int[pairs.size()];
        int[] right = new int[pairs.size()];
        for (int i = 0; i < left.length; i++) {
            long pair = pairs.get(i);
            left[i] = (int) (pair >>> Integer.SIZE);
            right[i] = (int) pair;
            ranks.put(pair, i);
        }
        return new BytePairs(left, right, ranks);
    }

    static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }

    /** How often each piece of the text occurs, in the order in which they first do. */
    private static Map<String, Integer> counted(String text) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        String bytes = bytes(text);
        for (int from = 0; from < bytes.length(); ) {
            int end = end(bytes, from);
            counts.merge(bytes.substring(from, end), 1, Integer::sum);
            from = end;
        }
        return counts;
    }

    /** The bytes of a text, each as the character of that number. */
    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Where a piece ends: spaces, then what is no space. */
    private static int end(String bytes, int from) {
        int most = Math.min(bytes.length(), from + LONGEST_PIECE);
        int at = from;
        while (at < most && isSpace(bytes.charAt(at))) {
            at++;
        }
        while (at < most && !isSpace(bytes.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    @Override
    public int[] tokens(String text) {
        Map<String, int[]> known = new HashMap<>();
        String bytes = bytes(text);
        int[] tokens = new int[bytes.length()];
        int count = 0;
        for (int from = 0; from < bytes.length(); ) {
            int end = end(bytes, from);
            int[] piece = known.computeIfAbsent(bytes.substring(from, end), this::piece);
            System.arraycopy(piece, 0, tokens, count, piece.length);
            count += piece.length;
            from = end;
        }
        return Arrays.copyOf(tokens, count);
    }

    /** Pairs are put together in the order in which they were learnt. */
    private int[] piece(String bytes) {
        int[] tokens = bytes.chars().toArray();
        while (true) {
            int best = Integer.MAX_VALUE;
            for (int i = 1; i < tokens.length; i++) {
                best = Math.min(best, ranks.getOrDefault(pair(tokens[i - 1], tokens[i]), Integer.MAX_VALUE));
            }
            if (best == Integer.MAX_VALUE) {
                return tokens;
            }
            tokens = merged(tokens, left[best], right[best], BYTES + best);
        }
    }

    /** A piece in which each pair of these two has become one token, from left to right. */
    static int[] merged(int[] tokens, int left, int right, int token) {
        int[] merged = new int[tokens.length];
        int count = 0;
        for (int i = 0; i < tokens.length; i++) {
            boolean found = tokens[i] == left && i + 1 < tokens.length && tokens[i + 1] == right;
            merged[count++] = found ? token : tokens[i];
            i += found ? 1 : 0;
        }
        return Arrays.copyOf(merged, count);
    }

    @Override
    public List<String> vocabulary() {
        List<byte[]> tokens = new ArrayList<>();
        for (int b = 0; b < BYTES; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        for (int i = 0; i < left.length; i++) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(tokens.get(left[i]));
            both.writeBytes(tokens.get(right[i]));
            tokens.add(both.toByteArray());
        }
        Set<String> names = new LinkedHashSet<>();
        for (byte[] token : tokens) {
            // Several pairs may spell the same: ab with c, and a with bc.
            String name = shown(token);
            while (!names.add(name)) {
                name += "'";
            }
        }
        return List.copyOf(names);
    }

    /** What is a text of its own stands as such, other bytes by their number. */
    private static String shown(byte[] token) {
        StringBuilder shown = new StringBuilder();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(token))
                    .toString();
            text.codePoints().forEach(c -> shown.append(Tokenizer.shown(c)));
        } catch (CharacterCodingException e) {
            // A part of a character is no text; its bytes can still be told.
            for (byte b : token) {
                shown.append(b >= ' ' && b != '\\' ? Character.toString(b) : "\\x%02x".formatted(b & 0xff));
            }
        }
        return shown.toString();
    }

    @Override
    public String unit() {
        return "byte pairs";
    }
}
