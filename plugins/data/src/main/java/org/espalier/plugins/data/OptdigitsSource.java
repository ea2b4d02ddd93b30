package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * Handwritten digits as 8 x 8 counts of dark pixels, from 0 to 16 (Alpaydin and Kaynak, "Cascading Classifiers", 1998); here
 * each is divided by 16. The test set is what others know as the digits of scikit-learn.
 */
@Plugin(
        name = "optdigits",
        doc =
                "Handwritten digits: 3823 pictures to learn from and 1797 to judge by, 8 x 8 grey pixels from 0 to 1, ten classes.")
public final class OptdigitsSource implements DataSource {
    private static final PublicFile TRAIN = GitHubFile.of(
            "optdigits",
            "optdigits.tra",
            "logicalapple/cs7641-Supervised-Learning/62f33c6bdb37797a70e2e9180a4c4bd65c11c67a/optdigits.tra",
            564213,
            "83b5fd08ac1e96b0509c7fbac516c0259026240b432cc738dbd746e3a8549834");

    private static final PublicFile TEST = GitHubFile.of(
            "optdigits",
            "optdigits.tes",
            "logicalapple/cs7641-Supervised-Learning/62f33c6bdb37797a70e2e9180a4c4bd65c11c67a/optdigits.tes",
            265286,
            "01eb9e7627f764dc96a2dc1dfcca661b33751eda5db9833e1ca531115309731e");

    private static final int SIZE = 8;
    private static final float MOST = 16;

    private final DataFiles files;

    /** {@link OptdigitsSource} has no options. */
    public record Options() {}

    @Inject
    public OptdigitsSource(Options options, DataFiles files) {
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
                "",
                CsvSource.Header.YES,
                ",",
                CsvSource.Learn.CLASSES,
                List.of(),
                files.find(TEST),
                Missing.REFUSE);
        Dataset read = GitHubFile.named("optdigits", new CsvSource(form).open(), publicFiles());
        return new Dataset(
                read.name(),
                List.of(SIZE, SIZE, 1),
                read.targets(),
                read.classNames(),
                new ScaledExamples(read.train(), read.features(), 1 / MOST, 0),
                new ScaledExamples(read.test(), read.features(), 1 / MOST, 0),
                read.digests());
    }
}
