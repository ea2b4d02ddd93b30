package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * Tables on which methods that select features are compared (Li et al., "Feature Selection: A Data Perspective", 2017). They
 * have no test set; a recipe splits one off.
 */
@Plugin(
        name = "scikit-feature",
        doc = "Tables of the scikit-feature collection, on which methods that select features are compared.")
public final class ScikitFeatureSource implements DataSource {

    private final DataFiles files;
    private final Options options;

    /** Which table. */
    public enum Table {
        /** 1440 pictures of 20 things, 32 x 32 pixels. */
        COIL20("COIL20.mat", 3024549, "4595ebdda07f47b0eb014fcfaddc22b452f9aed9c1d9261a0d5bc336c1ee1344"),
        /** 2600 made-up examples, 500 features, 2 classes. */
        MADELON("madelon.mat", 1496573, "7dc9c9ff8d902651948e2df7f9cb6ed38c5d91e4c4159914cecb1ddbc7def12c"),
        /** 1993 texts, 4862 words, 2 classes. */
        BASEHOCK("BASEHOCK.mat", 279059, "e0452e0f3c0fefdc5cb6352165e4ba4a25c3a2a7b5a5b4d44e103742d6317aa0"),
        /** 210 faces of 10 people, 2420 pixels. */
        WARP_PIE10P("warpPIE10P.mat", 458267, "0d22b0e4fe224ea7347ae266370b6eb0d724d5fd0ad7da71261a58c24e08c3c2"),
        /** 1560 spoken letters, 617 measurements, 26 classes. */
        ISOLET("Isolet.mat", 3652673, "ea73c69b1342a7def8199458e53a70307a83d557eceb2579863dda57c3ccd2b1");

        private final PublicFile file;

        Table(String name, long bytes, String sha256) {
            file = GitHubFile.of(
                    "scikit-feature", name, "jundongl/scikit-feature/master/skfeature/data/" + name, bytes, sha256);
        }
    }

    /** Options of {@link ScikitFeatureSource}. */
    public record Options(
            @Option(
                    doc = "coil20: 1440 pictures of 20 things; madelon: 2600 examples of 2 classes, 500 features;"
                            + " basehock: 1993 texts of 2 classes, 4862 words; warp-pie10p: 210 faces of 10 people;"
                            + " isolet: 1560 spoken letters of 26.")
            Table table) {}

    @Inject
    public ScikitFeatureSource(Options options, DataFiles files) {
        this.files = files;
        this.options = options;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(options.table().file);
    }

    @Override
    public Dataset open() {
        MatFile file = MatFile.read(files.find(options.table().file));
        MatTable table = MatTable.of(file, "X", "Y");
        TableExamples rows = table.examples(true);
        return new Dataset(
                options.table().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                List.of(rows.width()),
                table.classes().count(),
                table.classes().names(),
                rows,
                rows.none(),
                GitHubFile.digests(publicFiles()));
    }
}
