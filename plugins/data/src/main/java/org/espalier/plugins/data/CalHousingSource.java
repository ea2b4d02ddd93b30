package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * California housing: eight numbers about each of 20640 blocks of houses, and the median value of a house there (Pace and
 * Barry, "Sparse Spatial Autoregressions", 1997). It has no test set; a recipe splits one off.
 */
@Plugin(
        name = "cal-housing",
        doc =
                "California housing: 20640 blocks of houses, 8 numbers about each, and the median value of a house as the target.")
public final class CalHousingSource implements DataSource {
    private static final PublicFile FILE = GitHubFile.of(
            "cal-housing",
            "cal_housing.arff",
            "haifengl/smile/6e2ed6666be7a7d93a19b5d1653281237529a88b/base/src/test/resources/data/weka/regression/cal_housing.arff",
            2073848,
            "f659be602650d19e7a69d3f386973e123ec0ebfe1b6cbd70f8d799421e1b6c13");

    private final DataFiles files;

    /** {@link CalHousingSource} has no options. */
    public record Options() {}

    @Inject
    public CalHousingSource(Options options, DataFiles files) {
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(FILE);
    }

    @Override
    public Dataset open() {
        Dataset read = new ArffSource(
                        new ArffSource.Options(files.find(FILE), "", List.of(), Path.of(""), Missing.REFUSE))
                .open();
        return GitHubFile.named("cal-housing", read, publicFiles());
    }
}
