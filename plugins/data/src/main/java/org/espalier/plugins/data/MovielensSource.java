package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * MovieLens, the small set of ratings (Harper and Konstan, "The MovieLens Datasets: History and Context", 2015). Its terms
 * forbid commercial use without permission. People put the file into their data folder themselves, in the edition with line
 * feeds and the column {@code Id}; that of the publisher can be read with {@link RatingsSource}.
 */
@Plugin(
        name = "movielens",
        doc =
                "MovieLens (ml-latest-small): 100836 ratings from 0.5 to 5 of 9724 films by 610 users. An example is the number"
                        + " of a user (0 to 609) and that of a film (0 to 9723), both in the order of their ids.")
public final class MovielensSource implements DataSource {
    private static final PublicFile RATINGS = new PublicFile(
            "ml-latest-small",
            "ratings.csv",
            Optional.empty(),
            2382881,
            "62999d40ca377ca245df5d92f743d49e6193e5480f0a143a47f166f772f910ce");

    private static final List<String> FILM = List.of("movieId", "Id");

    private final Options options;
    private final DataFiles files;

    /** Options of {@link MovielensSource}. */
    public record Options(
            @Option(doc = "Share of the ratings to judge by, drawn line by line.", byDefault = "0.1", range = "[0, 1)")
            double test,

            @Option(doc = "Which lines are drawn to judge by; the same seed draws the same.", byDefault = "0")
            long seed) {}

    @Inject
    public MovielensSource(Options options, DataFiles files) {
        this.options = options;
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(RATINGS);
    }

    @Override
    public Dataset open() {
        Path file = files.find(RATINGS);
        return new RatingsTable(file)
                .read(new InputFile(file, "the ratings").bytes(), ',', "userId", FILM, "rating")
                .split(
                        "movielens",
                        options.test(),
                        options.seed(),
                        Map.of(RATINGS.name(), "sha256:" + RATINGS.sha256()));
    }
}
