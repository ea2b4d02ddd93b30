package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.espalier.api.border.Dataset;
import org.espalier.plugins.data.StandardizePreparation.Per;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FashionMnistSourceTest {
    /** The published mean and deviation of the training pictures, to the digits they are usually quoted with. */
    private static final double MEAN = 0.2860;

    private static final double DEVIATION = 0.3530;
    private static final double QUOTED_DIGITS = 5e-5;

    private static Optional<Path> folder = Optional.empty();

    @BeforeAll
    static void findData() {
        folder = Optional.ofNullable(System.getenv("ESPALIER_DATA"))
                .map(data -> Path.of(data, "fashion-mnist"))
                .filter(Files::isDirectory);
    }

    @Test
    void readsTheRealPictures() {
        Dataset data = open();
        assertThat(data.shape()).containsExactly(28, 28, 1);
        assertThat(data.train().count()).isEqualTo(60000);
        assertThat(data.test().count()).isEqualTo(10000);
        assertThat(data.classNames()).hasSize(10).contains("Ankle boot");
        int[] counts = new int[10];
        for (int id = 0; id < data.train().count(); id++) {
            counts[data.train().label(id)]++;
        }
        assertThat(counts).containsOnly(6000);
    }

    @Test
    void standardizesWithThePublishedMeanAndDeviation() {
        Dataset data = open();
        FeatureStatistics before = FeatureStatistics.measure(data.train(), data.features());
        assertThat(before.overallMean()).isCloseTo(MEAN, within(QUOTED_DIGITS));
        assertThat(Math.sqrt(before.overallVariance())).isCloseTo(DEVIATION, within(QUOTED_DIGITS));
        Dataset prepared = new StandardizePreparation(new StandardizePreparation.Options(Per.AUTO)).apply(data);
        float[] row = new float[784];
        prepared.train().features(0, row);
        assertThat((double) row[0]).isCloseTo(-MEAN / DEVIATION, within(1e-3));
    }

    @Test
    void namesTheFilesOfItsPublisher() {
        assertThat(source(Path.of("unused")).publicFiles())
                .hasSize(4)
                .allMatch(file -> file.uri().orElseThrow().toString().endsWith("/" + file.name()))
                .allMatch(file -> file.sha256().matches("[0-9a-f]{64}"));
    }

    private static Dataset open() {
        if (folder.isEmpty()) {
            System.out.println("Skipped: the real Fashion-MNIST is read only when ESPALIER_DATA names the folder above"
                    + " fashion-mnist/.");
        }
        assumeTrue(folder.isPresent());
        return source(folder.orElseThrow()).open();
    }

    private static FashionMnistSource source(Path folder) {
        return new FashionMnistSource(new FashionMnistSource.Options(), file -> folder.resolve(file.name()));
    }
}
