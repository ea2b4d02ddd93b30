package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/** Ratings of one's own: a CSV file with a header, one rating a line. */
@Plugin(
        name = "ratings",
        doc =
                "Ratings from a CSV file: an example is the number of a user and that of an item, the target is the rating."
                        + " Users and items count from 0: those named by numbers by their size, then others by the alphabet.")
public final class RatingsSource implements DataSource {
    private final Options options;

    /** Options of {@link RatingsSource}. */
    public record Options(
            @Option(doc = "The file, UTF-8 text whose first line names the columns.")
            Path file,

            @Option(doc = "The column that says who rated; numbers or any text.", byDefault = "user")
            String user,

            @Option(doc = "The column that says what was rated; numbers or any text.", byDefault = "item")
            String item,

            @Option(doc = "The column with the rating, a number.", byDefault = "rating")
            String rating,

            @Option(doc = "What separates cells: one character, or tab.", byDefault = ",")
            String separator,

            @Option(doc = "Share of the ratings to judge by, drawn line by line.", byDefault = "0.1", range = "[0, 1)")
            double test,

            @Option(doc = "Which lines are drawn to judge by; the same seed draws the same.", byDefault = "0")
            long seed) {
        public Options {
            if (!separator.equals("tab") && (separator.length() != 1 || "\r\n\"".contains(separator))) {
                throw new EspalierException(
                        "separator must be one character (no quote or line break) or tab, was \"" + separator + "\".");
            }
        }
    }

    @Inject
    public RatingsSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        Path file = options.file();
        byte[] bytes = new InputFile(file, "the ratings").bytes();
        char separator =
                options.separator().equals("tab") ? '\t' : options.separator().charAt(0);
        return new RatingsTable(file)
                .read(bytes, separator, options.user(), List.of(options.item()), options.rating())
                .split(
                        file.getFileName().toString(),
                        options.test(),
                        options.seed(),
                        Map.of(file.toString(), InputFile.digest(bytes)));
    }
}
