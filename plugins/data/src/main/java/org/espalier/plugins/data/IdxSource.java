package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/** Images and labels from IDX files of one's own, packed with gzip or not; bytes become numbers in [0, 1]. */
@Plugin(name = "idx", doc = "Images and labels from IDX files (the format of MNIST), packed with gzip or not.")
public final class IdxSource implements DataSource {
    private final Options options;

    /** Options of {@link IdxSource}. */
    public record Options(
            @Option(doc = "File of the training images.") Path images,
            @Option(doc = "File of the training labels.") Path labels,

            @Option(doc = "File of the test images; empty: no test set.", byDefault = "")
            Path testImages,

            @Option(doc = "File of the test labels; empty: no test set.", byDefault = "")
            Path testLabels,

            @Option(
                    doc = "How many classes; 0: as many as the highest training label asks for.",
                    byDefault = "0",
                    range = "[0, 256]")
            int classes) {
        public Options {
            if (isGiven(testImages) != isGiven(testLabels)) {
                throw new EspalierException("testImages and testLabels belong together; only "
                        + (isGiven(testImages) ? "testImages" : "testLabels") + " was given.");
            }
        }

        private static boolean isGiven(Path path) {
            return !path.toString().isEmpty();
        }

        boolean hasTest() {
            return isGiven(testImages);
        }
    }

    @Inject
    public IdxSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        IdxPair train = IdxPair.read(options.images(), options.labels(), "training");
        int classes = options.classes() > 0 ? options.classes() : train.highestLabel() + 1;
        Map<String, String> digests = new LinkedHashMap<>();
        addDigests(digests, train);
        ByteExamples test = ByteExamples.none(train.images().features(), classes);
        if (options.hasTest()) {
            IdxPair pair = IdxPair.read(options.testImages(), options.testLabels(), "test");
            if (!pair.shape().equals(train.shape())) {
                throw new EspalierException(pair.images().path() + " has examples of shape " + pair.shape() + ", but "
                        + train.images().path() + " has " + train.shape() + "; they must be the same.");
            }
            test = pair.examples(classes);
            addDigests(digests, pair);
        }
        List<String> names =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        return new Dataset("idx", train.shape(), classes, names, train.examples(classes), test, digests);
    }

    private static void addDigests(Map<String, String> digests, IdxPair pair) {
        digests.put(pair.images().path().toString(), pair.images().digest());
        digests.put(pair.labels().path().toString(), pair.labels().digest());
    }
}
