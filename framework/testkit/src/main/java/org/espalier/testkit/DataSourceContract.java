package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.junit.jupiter.api.Test;

/** What every {@link DataSource} keeps. A source's test implements this beside its own tests. */
public interface DataSourceContract {
    /** At most so many examples are looked at. */
    int LOOKED_AT = 500;

    /** A source that opens without a network. */
    DataSource source();

    @Test
    default void describesItsData() {
        Dataset data = source().open();
        assertThat(data.name()).isNotBlank();
        assertThat(data.shape()).isNotEmpty().allMatch(size -> size > 0);
        assertThat(data.targets()).isPositive();
        assertThat(data.train().count()).isPositive();
        assertThat(data.test().count()).isNotNegative();
        if (data.classification()) {
            assertThat(data.classNames()).hasSize(data.targets()).doesNotHaveDuplicates();
        }
        assertThat(data.digests()).isNotEmpty();
        assertThat(data.digests().values()).allMatch(digest -> digest.matches("[a-z0-9-]+:[0-9a-f]+"));
    }

    @Test
    default void givesTheSameExamplesEveryTime() {
        Dataset first = source().open();
        Dataset second = source().open();
        assertThat(second.digests()).isEqualTo(first.digests());
        assertThat(rows(second, second.train())).isDeepEqualTo(rows(first, first.train()));
        assertThat(rows(second, second.test())).isDeepEqualTo(rows(first, first.test()));
    }

    @Test
    default void writesEveryFeatureAndTarget() {
        Dataset data = source().open();
        for (Examples examples : List.of(data.train(), data.test())) {
            for (int id : ids(examples)) {
                float[] features = new float[data.features()];
                Arrays.fill(features, Float.NaN);
                examples.features(id, features);
                assertThat(features).doesNotContain(Float.NaN);
                if (examples.positions() == 1) {
                    checkTarget(data, examples, id);
                } else {
                    checkLabels(data, examples, id);
                }
            }
        }
    }

    @Test
    default void canBeReadBySeveralThreads() {
        Dataset data = source().open();
        float[][] alone = rows(data, data.train());
        int[] ids = ids(data.train());
        List<float[]> together = IntStream.of(ids)
                .parallel()
                .mapToObj(id -> row(data, data.train(), id))
                .toList();
        assertThat(together.toArray(float[][]::new)).isDeepEqualTo(alone);
    }

    private static void checkLabels(Dataset data, Examples examples, int id) {
        int[] labels = new int[examples.positions()];
        Arrays.fill(labels, Integer.MIN_VALUE);
        examples.labels(id, labels);
        for (int label : labels) {
            assertThat(label).isBetween(-1, data.targets() - 1);
        }
    }

    private static void checkTarget(Dataset data, Examples examples, int id) {
        int label = examples.label(id);
        float[] target = new float[data.targets()];
        Arrays.fill(target, Float.NaN);
        examples.target(id, target);
        assertThat(target).doesNotContain(Float.NaN);
        if (data.classification()) {
            assertThat(label).isBetween(data.graph().isPresent() ? -1 : 0, data.targets() - 1);
            float[] oneHot = new float[data.targets()];
            if (label >= 0) {
                oneHot[label] = 1;
            }
            assertThat(target).isEqualTo(oneHot);
        } else {
            assertThat(label).isEqualTo(-1);
        }
    }

    private static float[][] rows(Dataset data, Examples examples) {
        return IntStream.of(ids(examples))
                .mapToObj(id -> row(data, examples, id))
                .toArray(float[][]::new);
    }

    private static float[] row(Dataset data, Examples examples, int id) {
        float[] out = new float[data.features()];
        examples.features(id, out);
        return out;
    }

    /** The first, the last and evenly spread examples between them. */
    private static int[] ids(Examples examples) {
        int count = examples.count();
        if (count <= LOOKED_AT) {
            return IntStream.range(0, count).toArray();
        }
        return Stream.iterate(0, i -> i + 1)
                .limit(LOOKED_AT)
                .mapToInt(i -> (int) ((long) i * (count - 1) / (LOOKED_AT - 1)))
                .toArray();
    }
}
