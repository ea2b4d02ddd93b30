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
 * Breast Cancer Wisconsin (Diagnostic): thirty measurements of cells of 569 tumours, benign (B) or malignant (M) (Street,
 * Wolberg and Mangasarian, "Nuclear Feature Extraction for Breast Tumor Diagnosis", 1993). It has no test set; a recipe
 * splits one off.
 */
@Plugin(
        name = "breast-cancer",
        doc = "Breast Cancer Wisconsin: 569 tumours, 30 measurements of each, benign (B) or malignant (M).")
public final class BreastCancerSource implements DataSource {
    private static final PublicFile FILE = GitHubFile.of(
            "breast-cancer",
            "breastcancer.csv",
            "haifengl/smile/6e2ed6666be7a7d93a19b5d1653281237529a88b/base/src/test/resources/data/classification/breastcancer.csv",
            124634,
            "dfb9015a16924c0cce6a00ac3fe2d5d75ca49bf9b94f5ef18f922192c5a2f69c");

    private final DataFiles files;

    /** {@link BreastCancerSource} has no options. */
    public record Options() {}

    @Inject
    public BreastCancerSource(Options options, DataFiles files) {
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(FILE);
    }

    @Override
    public Dataset open() {
        CsvSource.Options form = new CsvSource.Options(
                files.find(FILE),
                "diagnosis",
                CsvSource.Header.YES,
                ",",
                CsvSource.Learn.CLASSES,
                List.of("id"),
                Path.of(""),
                Missing.REFUSE);
        return GitHubFile.named("breast-cancer", new CsvSource(form).open(), publicFiles());
    }
}
