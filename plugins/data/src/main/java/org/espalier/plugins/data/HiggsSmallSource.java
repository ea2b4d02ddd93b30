package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * A part of HIGGS: measurements of collisions of particles, of which some made a Higgs boson (Baldi, Sadowski and Whiteson,
 * "Searching for Exotic Particles in High-Energy Physics with Deep Learning", 2014), as LightGBM has it among its examples.
 */
@Plugin(
        name = "higgs-small",
        doc =
                "A part of HIGGS: 7000 collisions of particles to learn from and 500 to judge by, 28 numbers about each, 2 classes.")
public final class HiggsSmallSource implements DataSource {
    private static final PublicFile TRAIN = GitHubFile.of(
            "higgs-small",
            "binary.train",
            "microsoft/LightGBM/master/examples/binary_classification/binary.train",
            1228616,
            "41c42dc14f86960256bf872fc8ae6286c688b44f43b4057b29428787fc1e0444");

    private static final PublicFile TEST = GitHubFile.of(
            "higgs-small",
            "binary.test",
            "microsoft/LightGBM/master/examples/binary_classification/binary.test",
            87767,
            "d99ebec91acd99638f00c727c251c947a1d17ddfcbea27bfef6b0dc5e5fb1db3");

    private final DataFiles files;

    /** {@link HiggsSmallSource} has no options. */
    public record Options() {}

    @Inject
    public HiggsSmallSource(Options options, DataFiles files) {
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(TRAIN, TEST);
    }

    @Override
    public Dataset open() {
        CsvSource.Options form = new CsvSource.Options(
                files.find(TRAIN),
                "1",
                CsvSource.Header.NO,
                "tab",
                CsvSource.Learn.CLASSES,
                List.of(),
                files.find(TEST),
                Missing.REFUSE);
        return GitHubFile.named("higgs-small", new CsvSource(form).open(), publicFiles());
    }
}
