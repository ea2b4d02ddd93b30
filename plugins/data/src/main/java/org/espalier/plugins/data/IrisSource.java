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
 * Iris: four measurements of 150 flowers of three kinds (Fisher, "The Use of Multiple Measurements in Taxonomic Problems",
 * 1936). It has no test set; a recipe splits one off.
 */
@Plugin(name = "iris", doc = "Iris: 150 flowers, 4 measurements of each, 3 kinds.")
public final class IrisSource implements DataSource {
    private static final PublicFile FILE = GitHubFile.of(
            "iris",
            "iris.arff",
            "haifengl/smile/6e2ed6666be7a7d93a19b5d1653281237529a88b/base/src/test/resources/data/weka/iris.arff",
            7486,
            "7d34ba556497e9dc28335ea6628a37d1dbcba090a1ae20dc2de9c7032d199153");

    private final DataFiles files;

    /** {@link IrisSource} has no options. */
    public record Options() {}

    @Inject
    public IrisSource(Options options, DataFiles files) {
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
        return GitHubFile.named("iris", read, publicFiles());
    }
}
