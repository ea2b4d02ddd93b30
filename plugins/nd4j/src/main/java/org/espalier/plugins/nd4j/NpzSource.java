package org.espalier.plugins.nd4j;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Libraries;

/**
 * Arrays of an npz file as examples, read by ND4J. The first dimension counts examples. Values stay as they are: bytes
 * are 0 to 255. Whole-number targets are classes, others are numbers.
 */
@Plugin(name = "npz", doc = "Arrays of a NumPy npz file, read by ND4J, which is loaded only then.")
public final class NpzSource implements DataSource {
    private final Options options;
    private final Libraries libraries;

    /** Options of {@link NpzSource}. */
    public record Options(
            @Option(doc = "The npz file.") Path file,

            @Option(doc = "Array of the training features.", byDefault = "x_train")
            String features,

            @Option(doc = "Array of the training targets.", byDefault = "y_train")
            String targets,

            @Option(doc = "Array of the test features; empty: no test set.", byDefault = "")
            String testFeatures,

            @Option(doc = "Array of the test targets; empty: no test set.", byDefault = "")
            String testTargets) {
        public Options {
            if (testFeatures.isEmpty() != testTargets.isEmpty()) {
                throw new EspalierException("testFeatures and testTargets belong together; only "
                        + (testFeatures.isEmpty() ? "testTargets" : "testFeatures") + " was given.");
            }
        }
    }

    @Inject
    public NpzSource(Options options, Libraries libraries) {
        this.options = options;
        this.libraries = libraries;
    }

    @Override
    public Dataset open() {
        NpzReader.requireFile(options.file());
        NpzReader reader = new NpzReader(options.file(), Nd4jLibrary.codec(libraries));
        String file = options.file().toString();
        ArrayExamples train =
                ArrayExamples.of(file, reader.read(options.features()), reader.read(options.targets()), 0);
        ArrayExamples test = options.testFeatures().isEmpty()
                ? train.none()
                : ArrayExamples.of(
                        file, reader.read(options.testFeatures()), reader.read(options.testTargets()), train.classes());
        if (!Arrays.equals(train.shape(), test.shape())) {
            throw new EspalierException(file + ": examples of " + options.testFeatures() + " have shape "
                    + Arrays.toString(test.shape()) + ", those of " + options.features() + " "
                    + Arrays.toString(train.shape()) + "; they must be the same.");
        }
        return new Dataset(
                String.valueOf(options.file().getFileName()),
                Arrays.stream(train.shape()).boxed().toList(),
                Math.max(1, train.classes()),
                IntStream.range(0, train.classes()).mapToObj(Integer::toString).toList(),
                train,
                test,
                Map.of(file, digest()));
    }

    private String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return "sha256:" + HexFormat.of().formatHex(sha.digest(Files.readAllBytes(options.file())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new EspalierException("Reading " + options.file() + " failed: " + e.getMessage() + ".", e);
        }
    }
}
