package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.PublicFile;

/**
 * CIFAR-10: 50000 training and 10000 test pictures, 32 x 32 pixels in colour, ten classes (Krizhevsky, "Learning Multiple
 * Layers of Features from Tiny Images", 2009).
 */
@Plugin(
        name = "cifar10",
        doc = "CIFAR-10: 60000 pictures of things and animals, 32 x 32 pixels in colour, ten classes.")
public final class Cifar10Source implements DataSource {
    private static final List<String> CLASSES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

    private static final String ARCHIVE = "cifar-10-binary.tar.gz";

    private final Options options;
    private final DataFiles files;

    /** Which pictures. */
    public enum Pictures {
        /** The published archive. */
        ALL,
        /** 10000 training and 2000 test pictures. */
        SUBSET
    }

    /** Options of {@link Cifar10Source}. */
    public record Options(
            @Option(
                    doc = "All 60000 pictures as published, or a subset of 10000 to train and 2000 to test with, which"
                            + " people put into their data folder: three files of records in the published format. Of"
                            + " these, 6000 and all of the test pictures have lost some detail to JPEG.",
                    byDefault = "all")
            Pictures pictures) {}

    @Inject
    public Cifar10Source(Options options, DataFiles files) {
        this.options = options;
        this.files = files;
    }

    @Override
    public List<PublicFile> publicFiles() {
        return switch (options.pictures()) {
            case ALL ->
                List.of(file(
                        ARCHIVE,
                        Optional.of(URI.create("https://www.cs.toronto.edu/~kriz/" + ARCHIVE)),
                        170052171,
                        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"));
            case SUBSET ->
                List.of(
                        file(
                                "data_batch_1.first4000.bin.gz",
                                Optional.empty(),
                                11316918,
                                "0bb145d179ecb2a750190e62493390eeb7162bf39f48bbe8e48630dd27a8a1ba"),
                        file(
                                "train_jpeg75.next6000.bin.gz",
                                Optional.empty(),
                                17306317,
                                "4d4eb96b6ccc8c9c00233360424b23d06693408c367561bd8da66436e8888dbf"),
                        file(
                                "test_jpeg75.first2000.bin.gz",
                                Optional.empty(),
                                5784905,
                                "f2473184a93f0a888a25efd6574e2d0d7b7163f498d384a246cfa8bcbdc33ecc"));
        };
    }

    private static PublicFile file(String name, Optional<URI> uri, long bytes, String sha256) {
        return new PublicFile("cifar10", name, uri, bytes, sha256);
    }

    @Override
    public Dataset open() {
        boolean all = options.pictures() == Pictures.ALL;
        CifarRecords train = new CifarRecords(all ? 50000 : 10000, CLASSES.size());
        CifarRecords test = new CifarRecords(all ? 10000 : 2000, CLASSES.size());
        List<PublicFile> parts = publicFiles();
        if (all) {
            new CifarArchive(files.find(parts.getFirst())).read(train, test);
        } else {
            train.readFile(files.find(parts.get(0)), 0, 4000);
            train.readFile(files.find(parts.get(1)), 4000, 6000);
            test.readFile(files.find(parts.get(2)), 0, 2000);
        }
        Map<String, String> digests = new LinkedHashMap<>();
        parts.forEach(file -> digests.put(file.name(), "sha256:" + file.sha256()));
        return new Dataset(
                "cifar10", CifarRecords.SHAPE, CLASSES.size(), CLASSES, train.examples(), test.examples(), digests);
    }
}
