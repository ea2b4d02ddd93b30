package org.espalier.core.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.train.Sampler;
import org.junit.jupiter.api.Test;

final class HoldOutTest {
    private static final int CLASSES = 4;

    @Property(tries = 200)
    void everyClassIsHeldOutByItsShare(
            @ForAll @Size(min = 3, max = 300) List<@IntRange(max = CLASSES - 1) Integer> drawn,
            @ForAll @DoubleRange(max = 0.5) double validation,
            @ForAll @DoubleRange(max = 0.4) double test,
            @ForAll long seed) {
        int[] labels = drawn.stream().mapToInt(Integer::intValue).toArray();
        int count = labels.length;
        int forValidation = (int) Math.round(validation * count);
        int forTest = (int) Math.round(test * count);
        HoldOut parts = stratified(labels, forValidation, forTest, seed);
        assertThat(parts.validation()).hasSize(forValidation);
        assertThat(parts.test()).hasSize(forTest);
        int[] all = IntStream.concat(
                        Arrays.stream(parts.train()),
                        IntStream.concat(Arrays.stream(parts.validation()), Arrays.stream(parts.test())))
                .sorted()
                .toArray();
        assertThat(all).isEqualTo(IntStream.range(0, count).toArray());
        for (int c = 0; c < CLASSES; c++) {
            double quota = (double) of(labels, c) * forValidation / count;
            assertThat((double) of(pick(labels, parts.validation()), c)).isBetween(Math.floor(quota), Math.ceil(quota));
        }
    }

    @Test
    void theLargestRemaindersAreRoundedUp() {
        // 5, 3 and 2 of ten: half of them are 2.5, 1.5 and 1, of which the first is rounded up.
        int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 2, 2};
        HoldOut parts = stratified(labels, 5, 0, 7);
        assertThat(of(pick(labels, parts.validation()), 0)).isEqualTo(3);
        assertThat(of(pick(labels, parts.validation()), 1)).isEqualTo(1);
        assertThat(of(pick(labels, parts.validation()), 2)).isEqualTo(1);
    }

    @Test
    void anotherSeedHoldsOutOthers() {
        int[] labels = new int[100];
        assertThat(stratified(labels, 20, 0, 1).validation())
                .isEqualTo(stratified(labels, 20, 0, 1).validation())
                .isNotEqualTo(stratified(labels, 20, 0, 2).validation());
    }

    @Test
    void aRecipeHoldsOutByClass() {
        int[] labels = new int[100];
        Arrays.fill(labels, 90, 100, 1);
        DataAssembly data = assembled(new Labelled(labels), List.of("a", "b"));
        assertThat(data.splits().validation().count()).isEqualTo(10);
        assertThat(IntStream.range(0, 10).map(data.splits().validation()::label).sum())
                .isEqualTo(1);
        assertThat(IntStream.range(0, 20).map(data.splits().test()::label).sum())
                .isEqualTo(2);
    }

    @Test
    void numbersHaveNoClassesToHoldOutBy() {
        assertThatThrownBy(() -> assembled(new Labelled(new int[50]), List.of()))
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith("the examples of the source 'labelled' have no class of their own, so no share of"
                        + " each class can be held out; leave out 'stratified'.");
    }

    private static HoldOut stratified(int[] labels, int validation, int test, long seed) {
        int[] ids = new int[labels.length];
        Sampler.permute(ids, RandomStream.ofSeed(seed));
        return HoldOut.stratified(ids, new Labelled(labels), CLASSES, validation, test);
    }

    private static int of(int[] labels, int wanted) {
        return (int) Arrays.stream(labels).filter(label -> label == wanted).count();
    }

    private static int[] pick(int[] labels, int[] ids) {
        return Arrays.stream(ids).map(id -> labels[id]).toArray();
    }

    private static DataAssembly assembled(Examples examples, List<String> classes) {
        DataPlan plan = new DataPlan(
                PluginUse.of("source", "labelled", Map.of()),
                List.of(),
                0.1,
                0.2,
                true,
                2,
                Optional.empty(),
                Place.NONE,
                Place.NONE);
        PluginServices services = PluginServices.of(
                use -> {
                    throw new AssertionError("there are no dials");
                },
                Path.of("."));
        return DataAssembly.of(plan, new OneSource(examples, classes), services, RandomStream.ofSeed(1));
    }

    /** Makes one source. */
    private record OneSource(Examples examples, List<String> classes) implements PluginFactory {
        @Override
        public <T> T create(Class<T> kind, PluginUse use, PluginServices services) {
            DataSource source = () -> new Dataset(
                    "labelled",
                    List.of(1),
                    Math.max(1, classes.size()),
                    classes,
                    examples,
                    new Labelled(new int[0]),
                    Map.of());
            return kind.cast(source);
        }
    }

    /** Examples of these classes. */
    private record Labelled(int[] labels) implements Examples {
        @Override
        public int count() {
            return labels.length;
        }

        @Override
        public void features(int id, float[] out) {
            out[0] = id;
        }

        @Override
        public int label(int id) {
            return labels[id];
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = 0;
        }
    }
}
