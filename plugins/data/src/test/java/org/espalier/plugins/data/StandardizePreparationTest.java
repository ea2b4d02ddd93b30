package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.plugins.data.StandardizePreparation.Per;
import org.junit.jupiter.api.Test;

class StandardizePreparationTest {
    /** Features are floats: their mean and deviation can be off by a few roundings of the largest of them. */
    private static final double FLOAT_ROUNDING = 1e-4;

    @Test
    void matchesTheFormulaOverTheWholeTrainingSet() {
        Dataset data = pictures();
        Dataset prepared = standardize(Per.AUTO, data);
        double mean = overall(data, 0, 1);
        double deviation = Math.sqrt(overall(data, mean, 2));
        float[] before = new float[data.features()];
        float[] after = new float[data.features()];
        for (Split split : Split.values()) {
            for (int id = 0; id < split.of(data).count(); id++) {
                split.of(data).features(id, before);
                split.of(prepared).features(id, after);
                for (int f = 0; f < before.length; f++) {
                    assertThat((double) after[f]).isCloseTo((before[f] - mean) / deviation, within(FLOAT_ROUNDING));
                }
            }
        }
    }

    @Test
    void measuresOnTrainingExamplesOnly() {
        Dataset data = pictures();
        Dataset withoutTest = data.with(data.train(), new ByteExamples(data.features(), 10, new byte[0], new byte[0]));
        float[] a = new float[data.features()];
        float[] b = new float[data.features()];
        standardize(Per.ALL, data).train().features(3, a);
        standardize(Per.ALL, withoutTest).train().features(3, b);
        assertThat(a).isEqualTo(b);
    }

    @Test
    void aFeatureThatNeverVariesBecomesZero() {
        Dataset data = table(new float[][] {{5, 1}, {5, 2}, {5, 3}});
        Dataset prepared = standardize(Per.AUTO, data);
        float[] row = new float[2];
        prepared.train().features(1, row);
        assertThat(row).containsExactly(0f, 0f);
        prepared.train().features(2, row);
        assertThat(row[1]).isCloseTo((float) Math.sqrt(1.5), within(1e-6f));
    }

    @Property(tries = 100)
    void eachFeatureOfATableGetsMeanZeroAndDeviationOne(
            @ForAll @IntRange(min = 2, max = 60) int rows,
            @ForAll @DoubleRange(min = -1000, max = 1000) double centre,
            @ForAll long seed) {
        RandomStream random = RandomStream.ofSeed(seed);
        float[][] values = new float[rows][3];
        for (int r = 0; r < rows; r++) {
            for (int f = 0; f < 3; f++) {
                values[r][f] = (float) (centre + (f + 1) * random.fork(r).gaussian(f));
            }
        }
        FeatureStatistics after = FeatureStatistics.measure(
                standardize(Per.FEATURE, table(values)).train(), 3);
        for (int f = 0; f < 3; f++) {
            assertThat(after.mean()[f]).isCloseTo(0, within(FLOAT_ROUNDING * Math.max(1, Math.abs(centre))));
            assertThat(after.variance()[f]).isCloseTo(1, within(FLOAT_ROUNDING * Math.max(1, Math.abs(centre))));
        }
    }

    @Test
    void aLargeMeanDoesNotSwallowASmallVariance() {
        FeatureStatistics statistics = FeatureStatistics.measure(
                table(new float[][] {{1000.25f}, {1000.5f}, {1000.75f}}).train(), 1);
        assertThat(statistics.mean()[0]).isEqualTo(1000.5);
        assertThat(statistics.variance()[0]).isCloseTo(0.125 / 3, within(1e-15));
    }

    @Test
    void scalingMultipliesEveryFeature() {
        Dataset prepared =
                new ScalePreparation(new ScalePreparation.Options(-0.5)).apply(table(new float[][] {{2, 4}, {6, 8}}));
        float[] row = new float[2];
        prepared.train().features(1, row);
        assertThat(row).containsExactly(-3f, -4f);
        assertThat(prepared.train().label(1)).isEqualTo(0);
    }

    private static Dataset standardize(Per per, Dataset data) {
        return new StandardizePreparation(new StandardizePreparation.Options(per)).apply(data);
    }

    private static Dataset pictures() {
        return new StrokesSource(new StrokesSource.Options(40, 10, 5)).open();
    }

    /** The mean of (x - origin) to a power over all features of all training examples, in double. */
    private static double overall(Dataset data, double origin, int power) {
        float[] row = new float[data.features()];
        double sum = 0;
        for (int id = 0; id < data.train().count(); id++) {
            data.train().features(id, row);
            for (float x : row) {
                sum += power == 1 ? x - origin : (x - origin) * (x - origin);
            }
        }
        return sum / ((double) data.train().count() * data.features());
    }

    private static Dataset table(float[][] rows) {
        Examples examples = new Examples() {
            @Override
            public int count() {
                return rows.length;
            }

            @Override
            public void features(int id, float[] out) {
                System.arraycopy(rows[id], 0, out, 0, out.length);
            }

            @Override
            public int label(int id) {
                return 0;
            }

            @Override
            public void target(int id, float[] out) {
                out[0] = 1;
            }
        };
        return new Dataset("table", List.of(rows[0].length), 1, List.of("only"), examples, examples, Map.of());
    }

    private enum Split {
        TRAIN,
        TEST;

        Examples of(Dataset data) {
            return this == TRAIN ? data.train() : data.test();
        }
    }
}
