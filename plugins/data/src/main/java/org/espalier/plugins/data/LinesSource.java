package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/** Lines of a text, each an example of its own: at every position the character that follows is to be predicted. */
@Plugin(
        name = "lines",
        doc = "A text file (UTF-8) whose lines are examples, for instance names: the next character, and where a line"
                + " ends, is to be predicted at every position.")
public final class LinesSource implements DataSource {
    private final Options options;

    /** Options of {@link LinesSource}. */
    public record Options(
            @Option(doc = "The text, in UTF-8; empty lines are passed over.")
            Path file,

            @Option(
                    doc =
                            "Positions of an example, one more than the characters of a line it can hold; longer lines are"
                                    + " cut. 0: as many as the longest line needs.",
                    byDefault = "0",
                    range = "[0, 1000000]")
            int context,

            @Option(doc = "Share of the lines to judge by, drawn line by line.", byDefault = "0.1", range = "[0, 1)")
            double test,

            @Option(doc = "Which lines are drawn to judge by; the same seed draws the same.", byDefault = "0")
            long seed) {}

    @Inject
    public LinesSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        TextFile file = TextFile.read(options.file());
        return TextLines.of(file, options.context())
                .split(
                        String.valueOf(options.file().getFileName()),
                        options.test(),
                        options.seed(),
                        TextSource.digests(file));
    }
}
