package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;

/**
 * A text as tokens: the first part to learn from, the rest to judge by.
 *
 * @param path for messages
 * @param tokens of both parts
 * @param train how many of them are to learn from
 * @param judged whether there must be something to judge by
 */
record TokenText(Path path, Tokenizer tokenizer, int[] tokens, int train, boolean judged) {
    /** Two parts, one after the other. */
    static TokenText of(Path path, Tokenizer tokenizer, String learn, String judge, boolean judged) {
        int[] first = tokenizer.tokens(learn);
        int[] second = tokenizer.tokens(judge);
        int[] tokens = Arrays.copyOf(first, Math.addExact(first.length, second.length));
        System.arraycopy(second, 0, tokens, first.length, second.length);
        return new TokenText(path, tokenizer, tokens, first.length, judged);
    }

    /**
     * Windows of the text.
     *
     * @param context tokens of a window
     * @param stride tokens from the beginning of a training window to that of the next; 0: windows side by side
     * @throws EspalierException when the text is too short for that
     */
    Dataset windows(String name, int context, int stride, Map<String, String> digests) {
        if (train < 2 || judged && tokens.length - train < 2) {
            throw new EspalierException(path + " has " + tokens.length + " " + tokenizer.unit() + ", of which " + train
                    + " are to learn from and " + (tokens.length - train)
                    + " to judge by; each part needs at least 2 (one and the one after it).");
        }
        List<String> vocabulary = tokenizer.vocabulary();
        return new Dataset(
                name,
                List.of(context),
                vocabulary.size(),
                vocabulary,
                new TextWindows(tokens, 0, train, context, stride == 0 ? context : stride),
                new TextWindows(tokens, train, tokens.length, context, context),
                digests);
    }
}
