package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.border.DataFiles;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.plugins.data.ScikitFeatureSource.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The public data sets as they lie in {@code $ESPALIER_DATA}: as many examples, features and classes as they are known for. */
class PublicDataSetsTest {
    private static final Optional<Path> DATA =
            Optional.ofNullable(System.getenv("ESPALIER_DATA")).map(Path::of);

    private final DataFiles files =
            file -> DATA.orElseThrow().resolve(file.dataset()).resolve(file.name());

    @BeforeEach
    void needsTheData() {
        assumeTrue(DATA.isPresent(), "ESPALIER_DATA names no folder of data sets");
    }

    @Test
    void breastCancer() {
        Dataset data = opened(new BreastCancerSource(new BreastCancerSource.Options(), files), 569, 0, 30);
        assertThat(data.classNames()).containsExactly("B", "M");
        assertThat(classes(data, data.train())).containsExactly(357, 212);
    }

    @Test
    void californiaHousing() {
        Dataset data = opened(new CalHousingSource(new CalHousingSource.Options(), files), 20640, 0, 8);
        assertThat(data.classification()).isFalse();
        assertThat(data.targets()).isEqualTo(1);
    }

    @Test
    void cifar10() {
        Dataset data = opened(
                new Cifar10Source(new Cifar10Source.Options(Cifar10Source.Pictures.SUBSET), files), 10000, 2000, 3072);
        assertThat(data.shape()).containsExactly(32, 32, 3);
        assertThat(classes(data, data.train())).containsExactly(996, 966, 1020, 984, 1022, 993, 1014, 985, 1007, 1013);
        assertThat(classes(data, data.test())).containsOnly(200);
    }

    @Test
    void citationsOfCora() {
        Dataset data = opened(new CoraCitationsSource(new CoraCitationsSource.Options(), files), 2708, 0, 2708);
        // Of 5429 citations 151 go both ways.
        assertThat(data.graph().orElseThrow().links()).isEqualTo(2 * (5429 - 151));
    }

    @Test
    void fashionMnist() {
        Dataset data = opened(new FashionMnistSource(new FashionMnistSource.Options(), files), 60000, 10000, 784);
        assertThat(classes(data, data.train())).containsOnly(6000);
        assertThat(classes(data, data.test())).containsOnly(1000);
    }

    @Test
    void higgs() {
        Dataset data = opened(new HiggsSmallSource(new HiggsSmallSource.Options(), files), 7000, 500, 28);
        assertThat(data.classNames()).containsExactly("0", "1");
    }

    @Test
    void iris() {
        Dataset data = opened(new IrisSource(new IrisSource.Options(), files), 150, 0, 4);
        assertThat(data.classNames()).containsExactly("Iris-setosa", "Iris-versicolor", "Iris-virginica");
        assertThat(classes(data, data.train())).containsOnly(50);
    }

    @Test
    void adult() {
        Dataset data = opened(new A9aSource(new A9aSource.Options(), files), 32561, 16281, 123);
        assertThat(data.classNames()).containsExactly("-1", "1");
        assertThat(classes(data, data.train())).containsExactly(32561 - 7841, 7841);
    }

    @Test
    void mushrooms() {
        Dataset data = opened(new MushroomsSource(new MushroomsSource.Options(), files), 8124, 0, 112);
        assertThat(data.classNames()).containsExactly("1", "2");
    }

    @Test
    void movieLens() {
        Dataset data = new MovielensSource(new MovielensSource.Options(0.1, 0), files).open();
        assertThat(data.train().count() + data.test().count()).isEqualTo(100836);
        assertThat(most(data, 0)).isEqualTo(609);
        assertThat(most(data, 1)).isEqualTo(9723);
    }

    @Test
    void names() {
        Dataset data = new NamesSource(new NamesSource.Options(0.1, 0), files).open();
        assertThat(data.train().count() + data.test().count()).isEqualTo(32033);
        assertThat(data.targets()).isEqualTo(27);
    }

    @Test
    void optdigits() {
        Dataset data = opened(new OptdigitsSource(new OptdigitsSource.Options(), files), 3823, 1797, 64);
        assertThat(data.targets()).isEqualTo(10);
        float[] row = new float[64];
        data.test().features(0, row);
        assertThat(Arrays.copyOf(row, 4)).containsExactly(0, 0, 5 / 16f, 13 / 16f);
    }

    @Test
    void planetoid() {
        Dataset cora = opened(
                new PlanetoidSource(new PlanetoidSource.Options(PlanetoidSource.Graph.CORA, true), files),
                2708,
                2708,
                1433);
        assertThat(cora.targets()).isEqualTo(7);
        assertThat(labelled(cora.train())).isEqualTo(140);
        assertThat(labelled(cora.test())).isEqualTo(1000);
        Dataset citeseer = opened(
                new PlanetoidSource(new PlanetoidSource.Options(PlanetoidSource.Graph.CITESEER, true), files),
                3327,
                3327,
                3703);
        assertThat(citeseer.targets()).isEqualTo(6);
        assertThat(labelled(citeseer.train())).isEqualTo(120);
    }

    @Test
    void tablesOfScikitFeature() {
        assertThat(scikit(Table.COIL20, 1440, 1024).targets()).isEqualTo(20);
        assertThat(scikit(Table.ISOLET, 1560, 617).targets()).isEqualTo(26);
        assertThat(scikit(Table.MADELON, 2600, 500).targets()).isEqualTo(2);
        assertThat(scikit(Table.WARP_PIE10P, 210, 2420).targets()).isEqualTo(10);
        Dataset texts = scikit(Table.BASEHOCK, 1993, 4862);
        assertThat(texts.targets()).isEqualTo(2);
        assertThat(nonZero(texts)).isBetween(0.001, 0.02);
    }

    @Test
    void tinyShakespeare() {
        Dataset data = new TinyShakespeareSource(new TinyShakespeareSource.Options(64, 1, 0), files).open();
        assertThat(data.targets()).isEqualTo(65);
        assertThat(data.train().count()).isEqualTo(1115394 - 64);
    }

    @Test
    void wikitext2() {
        Dataset data = new Wikitext2Source(new Wikitext2Source.Options(1, 0, 0), files).open();
        // The last word has none to predict.
        assertThat(data.train().count()).isEqualTo(241211 - 1);
        assertThat(data.test().count()).isEqualTo(213886 - 1);
        assertThat(data.classNames().getFirst()).isEqualTo("<unk>");
    }

    private Dataset scikit(Table table, int count, int features) {
        return opened(new ScikitFeatureSource(new ScikitFeatureSource.Options(table), files), count, 0, features);
    }

    private static Dataset opened(DataSource source, int train, int test, int features) {
        Dataset data = source.open();
        assertThat(List.of(data.train().count(), data.test().count(), data.features()))
                .containsExactly(train, test, features);
        return data;
    }

    private static int[] classes(Dataset data, Examples examples) {
        int[] counts = new int[data.targets()];
        for (int id = 0; id < examples.count(); id++) {
            counts[examples.label(id)]++;
        }
        return counts;
    }

    private static long labelled(Examples examples) {
        return IntStream.range(0, examples.count())
                .filter(id -> examples.label(id) >= 0)
                .count();
    }

    private static double most(Dataset data, int feature) {
        float[] row = new float[data.features()];
        double most = 0;
        for (Examples examples : List.of(data.train(), data.test())) {
            for (int id = 0; id < examples.count(); id++) {
                examples.features(id, row);
                most = Math.max(most, row[feature]);
            }
        }
        return most;
    }

    private static double nonZero(Dataset data) {
        float[] row = new float[data.features()];
        long count = 0;
        for (int id = 0; id < data.train().count(); id++) {
            data.train().features(id, row);
            for (float value : row) {
                count += value == 0 ? 0 : 1;
            }
        }
        return (double) count / data.train().count() / data.features();
    }
}
