package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * One million characters of Shakespeare's plays, the usual small text for language models of characters (Karpathy, "The
 * Unreasonable Effectiveness of Recurrent Neural Networks", 2015).
 */
@Plugin(
        name = "tiny-shakespeare",
        doc = "1115394 characters of Shakespeare, 65 different ones: windows to predict the next character in.")
public final class TinyShakespeareSource implements DataSource {
    private static final PublicFile TEXT = new PublicFile(
            "tiny-shakespeare",
            "input.txt",
            Optional.of(URI.create(
                    "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt")),
            1115394,
            "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed");

    private final Options options;
    private final DataFiles files;

    /** Options of {@link TinyShakespeareSource}. */
    public record Options(
            @Option(doc = "Characters of a window.", byDefault = "128", range = "[1, 1000000]")
            int context,

            @Option(
                    doc = "Characters from one training window to the next; 0: windows side by side.",
                    byDefault = "0",
                    range = "[0, 1000000]")
            int stride,

            @Option(doc = "Share of the text, at its end, to judge by.", byDefault = "0.1", range = "[0, 1)")
            double test) {}

    @Inject
    public TinyShakespeareSource(Options options, DataFiles files) {
        this.options = options;
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(TEXT);
    }

    @Override
    public Dataset open() {
        TextFile file = TextFile.read(files.find(TEXT));
        return TextSource.byCharacters(file, options.test())
                .windows("tiny-shakespeare", options.context(), options.stride(), TextSource.digests(file));
    }
}
