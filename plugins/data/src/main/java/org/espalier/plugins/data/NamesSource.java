package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * First names, character by character, the usual data for the smallest language models (Karpathy, "makemore", 2022).
 */
@Plugin(
        name = "names",
        doc = "32033 first names: the next letter, and where a name ends, is to be predicted at every position.")
public final class NamesSource implements DataSource {
    private static final PublicFile FILE = GitHubFile.of(
            "names",
            "names.txt",
            "karpathy/makemore/master/names.txt",
            228145,
            "0a30b5557f192f32ab962680889aac5f6fda0f4cecf40a6d0b5694f58ea8cc4d");

    private final DataFiles files;
    private final Options options;

    /** Options of {@link NamesSource}. */
    public record Options(
            @Option(doc = "Share of the names to judge by, drawn name by name.", byDefault = "0.1", range = "[0, 1)")
            double test,

            @Option(doc = "Which names are drawn to judge by; the same seed draws the same.", byDefault = "0")
            long seed) {}

    @Inject
    public NamesSource(Options options, DataFiles files) {
        this.files = files;
        this.options = options;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(FILE);
    }

    @Override
    public Dataset open() {
        TextFile file = TextFile.read(files.find(FILE));
        return TextLines.of(file, 0).split("names", options.test(), options.seed(), GitHubFile.digests(publicFiles()));
    }
}
