package org.espalier.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.TopologyEdit;
import org.espalier.core.storage.WeightStore;
import org.junit.jupiter.api.Test;

/** What products read of a weight with links. */
final class TrainedWeightTest {
    private static final MatrixShape SHAPE = new MatrixShape("fc.weight", 2, 3);
    private static final TopologyEdit DROP_LAST = new TopologyEdit(new int[] {2}, new long[0], new float[0]);
    private static final TopologyEdit GROW_FIRST = new TopologyEdit(new int[0], new long[] {0}, new float[] {7});

    private static Network network() {
        WeightSpec spec = new WeightSpec("fc", SHAPE, List.of(2, 3), Initialisation.HE_NORMAL, 1, true, true);
        return new Network(List.of(spec), Map.of("fc", new long[] {1, 3, 5}), RandomStream.ofSeed(4));
    }

    private static float[] read(TrainedWeight weight) {
        WeightStore read = weight.read();
        return NativeMemory.floats(read.values(), read.count());
    }

    @Test
    void everyPositionIsReadWithZerosWhereThereIsNoLink() {
        try (Network network = network()) {
            TrainedWeight weight = network.weightOf("fc");
            weight.denseFrom(3);
            weight.bindImage();
            weight.links().set(new float[] {1, 2, 3});
            weight.show(0, 2);
            assertThat(read(weight)).containsExactly(0, 1, 0, 2, 0, 3);
            weight.apply(DROP_LAST);
            weight.apply(GROW_FIRST);
            weight.bindImage();
            weight.show(0, 2);
            assertThat(read(weight)).containsExactly(7, 1, 0, 2, 0, 0);
        }
    }

    @Test
    void gradientsOfPositionsWithoutLinkAreLeftOut() {
        try (Network network = network()) {
            TrainedWeight weight = network.weightOf("fc");
            weight.denseFrom(0);
            weight.bindImage();
            NativeMemory.copy(
                    new float[] {1, 2, 3, 4, 5, 6}, 0, weight.learned().gradient(), 6);
            weight.gather(0, 2);
            assertThat(NativeMemory.floats(weight.store().gradient(), 3)).containsExactly(2, 4, 6);
        }
    }

    @Test
    void productsChangeOverWhenLinksCrossTheThreshold() {
        try (Network network = network()) {
            TrainedWeight weight = network.weightOf("fc");
            weight.denseFrom(3);
            weight.bindImage();
            assertThat(weight.executedDensely()).isTrue();
            weight.apply(DROP_LAST);
            weight.bindImage();
            assertThat(weight.executedDensely()).isFalse();
            assertThat(weight.read()).isSameAs(weight.links());
            weight.apply(GROW_FIRST);
            weight.bindImage();
            assertThat(weight.executedDensely()).isTrue();
        }
    }
}
