package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/** A text of one's own, token by token: windows of it, each position labelled with the token that follows. */
@Plugin(
        name = "text",
        doc = "A text file (UTF-8) by characters, words or byte pairs: windows to predict the next one in, at every"
                + " position.")
public final class TextSource implements DataSource {
    private static final int USUAL_BYTE_PAIRS = 1024;

    private final Options options;

    /** What a token is. */
    public enum By {
        /** A character. */
        CHARACTERS,
        /** What stands between spaces and line ends; rare words may be one token, {@code <unk>}. */
        WORDS,
        /** A byte, or bytes that often stand together; see {@link BytePairs}. */
        BYTE_PAIRS
    }

    /** Options of {@link TextSource}. */
    public record Options(
            @Option(doc = "The text, in UTF-8.") Path file,

            @Option(doc = "Tokens of a window.", byDefault = "128", range = "[1, 1000000]")
            int context,

            @Option(
                    doc = "Tokens from one training window to the next; 0: windows side by side.",
                    byDefault = "0",
                    range = "[0, 1000000]")
            int stride,

            @Option(doc = "Share of the text, at its end, to judge by.", byDefault = "0.1", range = "[0, 1)")
            double test,

            @Option(
                    doc =
                            "What a token is: a character; a word, which ends at a space; or a byte pair: a byte, or bytes"
                                    + " that often stand together, as learnt from the text to learn from.",
                    byDefault = "characters")
            By by,

            @Option(
                    doc = "How many different tokens there are at most; 0: every word, or 1024 byte pairs. Words beyond"
                            + " it are <unk>. Characters are always all of them.",
                    byDefault = "0",
                    range = "[0, 1000000]")
            int vocabulary) {
        public Options {
            if (by == By.CHARACTERS && vocabulary > 0) {
                throw new EspalierException("vocabulary is for words and byte pairs; of characters there are all.");
            }
            if (by == By.BYTE_PAIRS && vocabulary > 0 && vocabulary < BytePairs.BYTES) {
                throw new EspalierException("vocabulary must be at least " + BytePairs.BYTES
                        + " for byte pairs, one token for each byte, was " + vocabulary + ".");
            }
        }
    }

    @Inject
    public TextSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        TextFile file = TextFile.read(options.file());
        TokenText text = switch (options.by()) {
            case CHARACTERS -> byCharacters(file, options.test());
            case WORDS -> cut(file, learn -> Words.of(learn, options.vocabulary()));
            case BYTE_PAIRS ->
                cut(
                        file,
                        learn -> BytePairs.learn(
                                learn, options.vocabulary() == 0 ? USUAL_BYTE_PAIRS : options.vocabulary()));
        };
        return text.windows("text", options.context(), options.stride(), digests(file));
    }

    private TokenText cut(TextFile file, Function<String, Tokenizer> learned) {
        int at = file.cut(options.test());
        String learn = file.text().substring(0, at);
        return TokenText.of(
                file.path(), learned.apply(learn), learn, file.text().substring(at), options.test() > 0);
    }

    /** All characters of a text are in the vocabulary, and the share to judge by is exact. */
    static TokenText byCharacters(TextFile file, double test) {
        Characters characters = Characters.of(file.text());
        int[] tokens = characters.tokens(file.text());
        int train = (int) (tokens.length - (long) Math.floor(tokens.length * test));
        return new TokenText(file.path(), characters, tokens, train, test > 0);
    }

    static Map<String, String> digests(TextFile file) {
        return Map.of(file.path().getFileName() + " (text)", file.digest());
    }
}
