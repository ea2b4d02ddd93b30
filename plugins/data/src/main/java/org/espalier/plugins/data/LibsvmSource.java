package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/** Sparse rows in the format of LIBSVM (Chang and Lin, "LIBSVM: a Library for Support Vector Machines", 2011). */
@Plugin(
        name = "libsvm",
        doc = "Sparse rows from a LIBSVM file: a line is a label and the features that are not zero, as"
                + " index:value, by ascending index.")
public final class LibsvmSource implements DataSource {
    private final Options options;

    /** Options of {@link LibsvmSource}. */
    public record Options(
            @Option(doc = "The file.") Path file,

            @Option(doc = "A file of the same form to judge by; empty: no test set.", byDefault = "")
            Path test,

            @Option(
                    doc = "How many features there are; 0: as many as the highest index of both files asks for.",
                    byDefault = "0",
                    range = "[0, 16777216]")
            int features,

            @Option(doc = "The index of the first feature.", byDefault = "1", range = "[0, 1]")
            int firstIndex,

            @Option(
                    doc = "What labels are: classes, each different number one, or a number to predict.",
                    byDefault = "classes")
            MatSource.Learn learn) {}

    @Inject
    public LibsvmSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        Map<String, String> digests = new LinkedHashMap<>();
        LibsvmFile train = read(options.file(), "the rows", digests);
        LibsvmFile test =
                options.test().toString().isEmpty() ? train.none() : read(options.test(), "the test rows", digests);
        int width = options.features() > 0 ? options.features() : Math.max(1, Math.max(train.width(), test.width()));
        Labels classes = options.learn() == MatSource.Learn.CLASSES ? Labels.of(train.labels()) : Labels.NUMBERS;
        return new Dataset(
                String.valueOf(options.file().getFileName()),
                List.of(width),
                Math.max(1, classes.count()),
                classes.names(),
                examples(train, width, classes),
                examples(test, width, classes),
                digests);
    }

    private LibsvmFile read(Path path, String role, Map<String, String> digests) {
        byte[] bytes = new InputFile(path, role).bytes();
        digests.put(path.toString(), InputFile.digest(bytes));
        return LibsvmFile.read(path, bytes, options.firstIndex());
    }

    private static SparseExamples examples(LibsvmFile file, int width, Labels classes) {
        if (file.width() > width) {
            throw new EspalierException(
                    file.path() + " has the index " + (file.width() - 1 + file.firstIndex()) + ", but there are "
                            + width + " features from " + file.firstIndex() + " on; give 'features' more.");
        }
        TableExamples.Target target = classes.count() == 0
                ? new TableExamples.Numbers(file.labels())
                : new TableExamples.Classes(classes.count(), classes.places(file.labels(), file::unknown));
        return new SparseExamples(file.rows(width), target);
    }
}
