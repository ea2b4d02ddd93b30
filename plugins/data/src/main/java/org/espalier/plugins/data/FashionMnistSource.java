package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * Fashion-MNIST: 60000 training and 10000 test pictures of clothes, 28 x 28 grey pixels, ten classes (Xiao, Rasul and
 * Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms", 2017).
 */
@Plugin(name = "fashion-mnist", doc = "Fashion-MNIST: 70000 pictures of clothes, 28 x 28 grey pixels, ten classes.")
public final class FashionMnistSource implements DataSource {
    private static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private static final PublicFile TRAIN_IMAGES = file(
            "train-images-idx3-ubyte.gz", 26421880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84");
    private static final PublicFile TRAIN_LABELS = file(
            "train-labels-idx1-ubyte.gz", 29515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845");
    private static final PublicFile TEST_IMAGES = file(
            "t10k-images-idx3-ubyte.gz", 4422102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073");
    private static final PublicFile TEST_LABELS =
            file("t10k-labels-idx1-ubyte.gz", 5148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5");

    private final DataFiles files;

    /** {@link FashionMnistSource} has no options. */
    public record Options() {}

    @Inject
    public FashionMnistSource(Options options, DataFiles files) {
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);
    }

    @Override
    public Dataset open() {
        IdxPair train = IdxPair.read(files.find(TRAIN_IMAGES), files.find(TRAIN_LABELS), "training");
        IdxPair test = IdxPair.read(files.find(TEST_IMAGES), files.find(TEST_LABELS), "test");
        Map<String, String> digests = new HashMap<>();
        for (PublicFile file : publicFiles()) {
            digests.put(file.name(), "sha256:" + file.sha256());
        }
        return new Dataset(
                "fashion-mnist",
                train.shape(),
                CLASSES.size(),
                CLASSES,
                train.examples(CLASSES.size()),
                test.examples(CLASSES.size()),
                digests);
    }

    private static PublicFile file(String name, long bytes, String sha256) {
        return new PublicFile(
                "fashion-mnist",
                name,
                Optional.of(URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/" + name)),
                bytes,
                sha256);
    }
}
