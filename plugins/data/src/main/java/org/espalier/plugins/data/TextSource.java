package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/** A text of one's own, character by character: windows of it, each position labelled with the character that follows. */
@Plugin(
        name = "text",
        doc =
                "A text file (UTF-8), character by character: windows to predict the next character in, at every position.")
public final class TextSource implements DataSource {
    private final Options options;

    /** Options of {@link TextSource}. */
    public record Options(
            @Option(doc = "The text, in UTF-8.") Path file,

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
    public TextSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        int stride = options.stride() == 0 ? options.context() : options.stride();
        return CharacterText.read(options.file()).windows("text", options.context(), stride, options.test());
    }
}
