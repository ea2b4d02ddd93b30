package org.espalier.plugins.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;

/**
 * A text as numbers of its characters. The vocabulary is every character that occurs, in the order of Unicode; a character
 * that takes two places in Java is one.
 *
 * @param vocabulary code points, ascending
 * @param tokens for each character of the text its place in the vocabulary
 * @param digest of the file
 */
record CharacterText(Path path, int[] vocabulary, int[] tokens, String digest) {
    /**
     * Reads a file in UTF-8.
     *
     * @throws EspalierException when it cannot be read, or holds bytes that are no UTF-8
     */
    static CharacterText read(Path path) {
        byte[] bytes = new InputFile(path, "the text").bytes();
        int[] characters = decoded(path, bytes).codePoints().toArray();
        int[] vocabulary = Arrays.stream(characters).distinct().sorted().toArray();
        for (int i = 0; i < characters.length; i++) {
            characters[i] = Arrays.binarySearch(vocabulary, characters[i]);
        }
        return new CharacterText(path, vocabulary, characters, InputFile.digest(bytes));
    }

    private static CharBuffer decoded(Path path, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, out, true);
        if (result.isError()) {
            throw new EspalierException(path + " is not UTF-8: byte " + in.position()
                    + " begins no character. Convert it, for example with iconv -t utf-8.");
        }
        return out.flip();
    }

    /**
     * Windows of the text: the first part to learn from, the rest to judge by.
     *
     * @param context characters of a window
     * @param stride characters from the beginning of a training window to that of the next
     * @param test share of the text that is kept for the test set
     * @throws EspalierException when the text is too short for that
     */
    Dataset windows(String name, int context, int stride, double test) {
        int train = (int) (tokens.length - (long) Math.floor(tokens.length * test));
        if (train < 2 || test > 0 && tokens.length - train < 2) {
            throw new EspalierException(path + " has " + tokens.length + " characters, of which " + train
                    + " are to learn from and " + (tokens.length - train)
                    + " to judge by; each part needs at least 2 (a character and the one after it).");
        }
        return new Dataset(
                name,
                List.of(context),
                vocabulary.length,
                IntStream.of(vocabulary).mapToObj(CharacterText::shown).toList(),
                new TextWindows(tokens, 0, train, context, stride),
                new TextWindows(tokens, train, tokens.length, context, context),
                Map.of(path.getFileName() + " (text)", digest));
    }

    /** A character as people can read it. */
    private static String shown(int character) {
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
