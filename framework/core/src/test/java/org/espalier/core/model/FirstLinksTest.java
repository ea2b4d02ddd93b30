package org.espalier.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.border.TensorView;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.StartValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FirstLinksTest {
    private static final MatrixShape KERNEL = new MatrixShape("c1.weight", 6, 18, List.of(3, 3));
    private static final RandomStream RANDOM = RandomStream.ofSeed(11);

    private static Network network(StartValues start, Map<String, long[]> links) {
        WeightSpec weight = new WeightSpec("c1", KERNEL, List.of(6, 2, 3, 3), start, 1, false, false);
        return new Network(List.of(weight), links, RANDOM);
    }

    /** The formula of the documentation, written out. */
    private static float wanted(Initialisation start, double density, long position) {
        double in = Math.max(1, 18 * density);
        double out = Math.max(1, 6.0 * 9 * density);
        double variance = switch (start) {
            case HE_NORMAL, HE_UNIFORM -> 2 / in;
            case GLOROT_NORMAL, GLOROT_UNIFORM -> 2 / (in + out);
            case LECUN_NORMAL, LECUN_UNIFORM -> 1 / in;
            case SMALL_NORMAL, ZEROS -> 0;
        };
        RandomStream stream = RANDOM.fork("init/c1");
        return (float)
                switch (start) {
                    case HE_NORMAL, GLOROT_NORMAL, LECUN_NORMAL ->
                        StrictMath.sqrt(variance) * stream.gaussian(position);
                    case HE_UNIFORM, GLOROT_UNIFORM, LECUN_UNIFORM ->
                        StrictMath.sqrt(variance) * ((2 * stream.uniform(position) - 1) * StrictMath.sqrt(3));
                    case SMALL_NORMAL -> 0.02 * stream.gaussian(position);
                    case ZEROS -> 0;
                };
    }

    @ParameterizedTest
    @EnumSource
    void aDenseWeightStartsWithTheBitsOfTheFormula(Initialisation start) {
        try (Network network = network(start, Map.of())) {
            float[] values = ((TensorView.Dense) network.views().getFirst()).values();
            for (int k = 0; k < values.length; k++) {
                assertThat(values[k]).as("position %s", k).isEqualTo(wanted(start, 1, k));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSparseWeightStartsWithTheBitsOfItsOwnDensity(Initialisation start) {
        long[] links =
                LongStream.range(0, KERNEL.positions()).filter(p -> p % 4 == 0).toArray();
        try (Network network = network(start, Map.of("c1", links))) {
            float[] values = ((TensorView.Sparse) network.views().getFirst()).values();
            for (int k = 0; k < values.length; k++) {
                assertThat(values[k])
                        .as("position %s", links[k])
                        .isEqualTo(wanted(start, (double) links.length / KERNEL.positions(), links[k]));
            }
        }
    }

    @Test
    void outputsOfASparseWeightHaveTheirOwnNumberOfLinks() {
        FirstLinks links = FirstLinks.of(KERNEL, 0, 5, 17, 18, 100);
        assertThat(links.count(0)).isEqualTo(3);
        assertThat(links.count(1)).isEqualTo(1);
        assertThat(links.count(2)).isZero();
        assertThat(links.dense()).isFalse();
        assertThat(FirstLinks.all(KERNEL).count(2)).isEqualTo(18);
    }

    @Test
    void aStoredModelIsReadWithoutAskingForFirstValues() {
        StartValues never = (links, random) -> {
            throw new AssertionError("nobody starts what is stored");
        };
        WeightSpec weight = new WeightSpec("c1", KERNEL, List.of(6, 2, 3, 3), never, 1, false, false);
        TensorView stored = new TensorView.Dense("c1.weight", new int[] {6, 2, 3, 3}, new float[108]);
        Network.restored(List.of(weight), Map.of("c1.weight", stored), "The file")
                .close();
    }
}
