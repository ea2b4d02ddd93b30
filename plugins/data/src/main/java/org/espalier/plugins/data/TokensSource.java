package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/** Numbers of tokens that a tokenizer made elsewhere: windows of them, each position labelled with the token that follows. */
@Plugin(
        name = "tokens",
        doc =
                "A text file of token numbers, with spaces or line breaks between: windows to predict the next token in, at"
                        + " every position.")
public final class TokensSource implements DataSource {
    private static final int LONGEST_SHOWN = 20;

    private final Options options;

    /** Options of {@link TokensSource}. */
    public record Options(
            @Option(doc = "The numbers.") Path file,

            @Option(doc = "How many different tokens there are: numbers go from 0 to one less.", range = "[2, 1000000]")
            int vocabulary,

            @Option(doc = "Tokens of a window.", byDefault = "128", range = "[1, 1000000]")
            int context,

            @Option(
                    doc = "Tokens from one training window to the next; 0: windows side by side.",
                    byDefault = "0",
                    range = "[0, 1000000]")
            int stride,

            @Option(doc = "Share of the tokens, at their end, to judge by.", byDefault = "0.1", range = "[0, 1)")
            double test) {}

    @Inject
    public TokensSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        byte[] bytes = new InputFile(options.file(), "token numbers").bytes();
        int[] tokens = tokens(new String(bytes, StandardCharsets.ISO_8859_1));
        int train = (int) (tokens.length - (long) Math.floor(tokens.length * options.test()));
        if (train < 2 || options.test() > 0 && tokens.length - train < 2) {
            throw new EspalierException(options.file() + " has " + tokens.length + " tokens, of which " + train
                    + " are to learn from and " + (tokens.length - train)
                    + " to judge by; each part needs at least 2 (a token and the one after it).");
        }
        int context = options.context();
        int stride = options.stride() == 0 ? context : options.stride();
        return new Dataset(
                "tokens",
                List.of(context),
                options.vocabulary(),
                IntStream.range(0, options.vocabulary())
                        .mapToObj(Integer::toString)
                        .toList(),
                new TextWindows(tokens, 0, train, context, stride),
                new TextWindows(tokens, train, tokens.length, context, context),
                Map.of(options.file().toString(), InputFile.digest(bytes)));
    }

    private int[] tokens(String text) {
        int[] tokens = new int[text.length() / 2 + 1];
        int count = 0;
        int line = 1;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '\n') {
                line++;
            }
            if (character > ' ') {
                int end = at;
                while (end < text.length() && text.charAt(end) > ' ') {
                    end++;
                }
                tokens[count++] = token(text.substring(at, Math.min(end, at + LONGEST_SHOWN)), line);
                at = end - 1;
            }
        }
        return Arrays.copyOf(tokens, count);
    }

    private int token(String written, int line) {
        int token = written.matches("[0-9]{1,9}") ? Integer.parseInt(written) : -1;
        if (token < 0 || token >= options.vocabulary()) {
            throw new EspalierException(options.file() + ":" + line + " has \"" + written.replaceAll("[^ -~]", "?")
                    + "\" where the number of a token from 0 to " + (options.vocabulary() - 1) + " should be.");
        }
        return token;
    }
}
