package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * Adult (Kohavi, "Scaling Up the Accuracy of Naive-Bayes Classifiers", 1996) as Platt prepared it: 123 yes-or-no features of
 * people, and whether they earn much (1) or not (-1).
 */
@Plugin(
        name = "a9a",
        doc =
                "Adult: 32561 people to learn from and 16281 to judge by, 123 features that are 0 or 1, whether they earn much (1) or not (-1).")
public final class A9aSource implements DataSource {
    private static final PublicFile TRAIN = GitHubFile.of(
            "libsvm",
            "a9a",
            "dtera/fl_xgboost/b799c1429bb07fea57760f550465e22628186764/data/a9a",
            2327314,
            "7ba53cccb27e2e525f0fb173e1f446d49856e3fb007eb43be4ec6d0f5b3335ca");

    private static final PublicFile TEST = GitHubFile.of(
            "libsvm",
            "a9a.t",
            "dtera/fl_xgboost/b799c1429bb07fea57760f550465e22628186764/data/a9a.t",
            1164628,
            "1f448a153f0320399a7e40836eb207655b0bde0f21fc941cc472193daa9f5de9");

    private final DataFiles files;

    /** {@link A9aSource} has no options. */
    public record Options() {}

    @Inject
    public A9aSource(Options options, DataFiles files) {
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(TRAIN, TEST);
    }

    @Override
    public Dataset open() {
        LibsvmSource.Options form =
                new LibsvmSource.Options(files.find(TRAIN), files.find(TEST), 0, 1, MatSource.Learn.CLASSES);
        return GitHubFile.named("a9a", new LibsvmSource(form).open(), publicFiles());
    }
}
