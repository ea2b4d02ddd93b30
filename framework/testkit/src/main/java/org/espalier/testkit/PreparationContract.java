package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Preparation;
import org.junit.jupiter.api.Test;

/** What every {@link Preparation} keeps. A preparation's test implements this beside its own tests. */
public interface PreparationContract {
    /** Examples of {@link #data}. */
    int COUNT = 12;

    Preparation preparation();

    /** Whether targets are those of the data; otherwise the preparation makes others. */
    default boolean keepsTargets() {
        return true;
    }

    /** Pictures of 6 x 5 pixels in three colours, of three classes. They change when they are drawn, and so do targets. */
    default Dataset data() {
        return new Dataset(
                "changing",
                List.of(6, 5, 3),
                3,
                List.of("a", "b", "c"),
                new ChangingExamples(COUNT, 90, 3, 1),
                new ChangingExamples(5, 90, 3, 2),
                Map.of("changing", "none:0"));
    }

    @Test
    default void keepsEveryExampleAndItsLabel() {
        Dataset data = data();
        Dataset prepared = preparation().apply(data);
        assertThat(prepared.train().count()).isEqualTo(data.train().count());
        assertThat(prepared.test().count()).isEqualTo(data.test().count());
        if (keepsTargets()) {
            for (int id = 0; id < data.train().count(); id++) {
                assertThat(prepared.train().label(id)).isEqualTo(data.train().label(id));
                assertThat(target(prepared, prepared.train(), id)).isEqualTo(target(data, data.train(), id));
            }
        }
    }

    @Test
    default void givesTheSameEveryTimeWhateverTheOrder() {
        Examples first = preparation().apply(data()).train();
        Examples second = preparation().apply(data()).train();
        Dataset shape = preparation().apply(data());
        float[][] forwards = new float[COUNT][];
        for (int id = 0; id < COUNT; id++) {
            forwards[id] = drawn(shape, first, id, 7);
        }
        for (int id = COUNT - 1; id >= 0; id--) {
            assertThat(drawn(shape, second, id, 7)).isEqualTo(forwards[id]);
            assertThat(plain(shape, second, id)).isEqualTo(plain(shape, first, id));
        }
    }

    @Test
    default void canBeReadBySeveralThreads() {
        Dataset prepared = preparation().apply(data());
        float[][] alone = new float[400][];
        Arrays.setAll(alone, i -> drawn(prepared, prepared.train(), i % COUNT, i));
        List<float[]> together = IntStream.range(0, alone.length)
                .parallel()
                .mapToObj(i -> drawn(prepared, prepared.train(), i % COUNT, i))
                .toList();
        assertThat(together.toArray(float[][]::new)).isDeepEqualTo(alone);
    }

    @Test
    default void passesOnWhatIsDrawn() {
        Dataset prepared = preparation().apply(data());
        boolean changes = IntStream.range(0, COUNT)
                .anyMatch(id -> !Arrays.equals(
                        drawn(prepared, prepared.train(), id, 1), drawn(prepared, prepared.train(), id, 2)));
        assertThat(changes).isTrue();
    }

    @Test
    default void passesOnTargetsThatAreMixed() {
        Dataset prepared = preparation().apply(data());
        if (!keepsTargets()) {
            return;
        }
        assertThat(prepared.train().mixesTargets()).isTrue();
        boolean changes = IntStream.range(0, COUNT)
                .anyMatch(id -> !Arrays.equals(
                        drawnTarget(prepared, prepared.train(), id, 1),
                        drawnTarget(prepared, prepared.train(), id, 2)));
        assertThat(changes).isTrue();
    }

    private static float[] plain(Dataset data, Examples examples, int id) {
        float[] row = new float[data.features()];
        Arrays.fill(row, Float.NaN);
        examples.features(id, row);
        assertThat(row).doesNotContain(Float.NaN);
        return row;
    }

    private static float[] drawn(Dataset data, Examples examples, int id, long draw) {
        float[] row = new float[data.features()];
        Arrays.fill(row, Float.NaN);
        examples.features(id, draw, row);
        assertThat(row).doesNotContain(Float.NaN);
        return row;
    }

    private static float[] target(Dataset data, Examples examples, int id) {
        float[] target = new float[data.targets()];
        examples.target(id, target);
        return target;
    }

    private static float[] drawnTarget(Dataset data, Examples examples, int id, long draw) {
        float[] target = new float[data.targets()];
        Arrays.fill(target, Float.NaN);
        examples.target(id, draw, target);
        assertThat(target).doesNotContain(Float.NaN);
        return target;
    }
}
