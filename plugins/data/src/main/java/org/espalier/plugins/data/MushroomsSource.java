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
 * Mushrooms that can be eaten or not, by 112 yes-or-no features (Schlimmer, "Concept Acquisition Through Representational
 * Adjustment", 1987). It has no test set; a recipe splits one off.
 */
@Plugin(
        name = "mushrooms",
        doc = "Mushrooms: 8124 of them, 112 features that are 0 or 1, two classes: one can be eaten, the other not.")
public final class MushroomsSource implements DataSource {
    private static final PublicFile FILE = GitHubFile.of(
            "libsvm",
            "mushrooms.svm",
            "haifengl/smile/6e2ed6666be7a7d93a19b5d1653281237529a88b/base/src/test/resources/data/libsvm/mushrooms.svm",
            871587,
            "a082183b372d8ddd8bf84542785952fb53c86cee7ea5e4399cb4ed0f3d5132c5");

    private final DataFiles files;

    /** {@link MushroomsSource} has no options. */
    public record Options() {}

    @Inject
    public MushroomsSource(Options options, DataFiles files) {
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(FILE);
    }

    @Override
    public Dataset open() {
        LibsvmSource.Options form =
                new LibsvmSource.Options(files.find(FILE), Path.of(""), 0, 1, MatSource.Learn.CLASSES);
        return GitHubFile.named("mushrooms", new LibsvmSource(form).open(), publicFiles());
    }
}
