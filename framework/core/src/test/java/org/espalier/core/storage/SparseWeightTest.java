package org.espalier.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.core.kernel.NativeMemory;
import org.junit.jupiter.api.Test;

final class SparseWeightTest {
    @Test
    void linksOutOfOrderOrOutsideTheShapeAreRefused() {
        MatrixShape shape = new MatrixShape("w", 2, 3);
        assertThatThrownBy(() -> Topology.of(shape, new long[] {1, 1})).hasMessageContaining("link 1 is at 1 after 1");
        assertThatThrownBy(() -> Topology.of(shape, new long[] {6})).hasMessageContaining("below 6");
    }

    @Test
    void linksMoveAmongMorePositionsThanAnIntCounts() {
        int side = 1_000_000;
        long last = (long) side * side - 1;
        MatrixShape shape = new MatrixShape("w", side, side);
        Topology few = Topology.of(shape, new long[] {1, 3L * side, last});
        try (SparseWeight weight = new SparseWeight(few, new float[] {5, 6, 7}, true)) {
            weight.apply(new TopologyEdit(new int[] {0}, new long[] {last - side}, new float[] {9}));
            assertThat(weight.topology().positions()).containsExactly(3L * side, last - side, last);
            assertThat(NativeMemory.floats(weight.values(), 3)).containsExactly(6f, 9f, 7f);
            assertThat(weight.row(1)).isEqualTo(side - 2);
            assertThat(NativeMemory.floats(weight.transposed().values(), 3)).containsExactly(6f, 9f, 7f);
        }
    }

    @Test
    void aLinkInBothListsStartsAfresh() {
        MatrixShape shape = new MatrixShape("w", 1, 4);
        try (SparseWeight weight = new SparseWeight(Topology.of(shape, new long[] {0, 2}), new float[] {5, 6}, true)) {
            weight.slots(1);
            NativeMemory.setFloat(weight.slot(0), 7f);
            weight.apply(new TopologyEdit(new int[] {0}, new long[] {0}, new float[] {9}));
            assertThat(weight.topology().positions()).containsExactly(0, 2);
            assertThat(NativeMemory.floats(weight.values(), 2)).containsExactly(9f, 6f);
            assertThat(NativeMemory.getFloat(weight.slot(0))).isZero();
        }
    }

    @Test
    void theTransposedCopyFollowsAgainFromWhenSomebodyReadsIt() {
        MatrixShape shape = new MatrixShape("w", 2, 2);
        Topology links = Topology.of(shape, new long[] {0, 1, 2});
        try (SparseWeight weight = new SparseWeight(links, new float[] {5, 6, 7}, true)) {
            weight.transposedRead(false);
            assertThat(weight.transposedOrder()).isZero();
            NativeMemory.setFloat(weight.values() + 4, 8f);
            weight.transposedRead(true);
            assertThat(weight.transposedOrder()).isNotZero();
            assertThat(NativeMemory.floats(weight.transposed().values(), 3)).containsExactly(5f, 7f, 8f);
        }
    }

    /** The oracle: a map from position to value and slots. */
    @Property(tries = 200)
    void everySlotMovesWithItsLink(
            @ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 9) int columns,
            @ForAll @IntRange(max = 3) int slots,
            @ForAll long seed) {
        MatrixShape shape = new MatrixShape("w", rows, columns);
        RandomStream random = RandomStream.ofSeed(seed);
        Map<Long, float[]> links = new TreeMap<>();
        for (long p = 0; p < shape.positions(); p++) {
            if (random.uniform(p) < 0.5) {
                links.put(p, state(random, p, slots));
            }
        }
        long[] positions = links.keySet().stream().mapToLong(Long::longValue).toArray();
        float[] values = new float[positions.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = state(links, positions[k])[0];
        }
        try (SparseWeight weight = new SparseWeight(Topology.of(shape, positions), values, true)) {
            weight.slots(slots);
            for (int k = 0; k < positions.length; k++) {
                for (int s = 0; s < slots; s++) {
                    NativeMemory.setFloat(weight.slot(s) + 4L * k, state(links, positions[k])[1 + s]);
                }
            }
            for (int round = 0; round < 3; round++) {
                weight.apply(randomEdit(weight, links, slots, random.fork(round)));
                check(weight, links, slots);
            }
        }
    }

    private static float[] state(Map<Long, float[]> links, long position) {
        return Objects.requireNonNull(links.get(position));
    }

    private static float[] state(RandomStream random, long position, int slots) {
        float[] state = new float[1 + slots];
        for (int s = 0; s < state.length; s++) {
            state[s] = (float) random.gaussian(100 * position + s);
        }
        return state;
    }

    /** Drops about a third of the links, grows about a third of what is then free, and does the same to the oracle. */
    private static TopologyEdit randomEdit(
            SparseWeight weight, Map<Long, float[]> links, int slots, RandomStream random) {
        long[] before = weight.topology().positions();
        List<Integer> dropped = new ArrayList<>();
        for (int k = 0; k < before.length; k++) {
            if (random.uniform(k) < 0.3) {
                dropped.add(k);
                links.remove(before[k]);
            }
        }
        List<Long> grown = new ArrayList<>();
        for (long p = 0; p < weight.shape().positions(); p++) {
            if (!links.containsKey(p) && random.uniform(1000 + p) < 0.3) {
                grown.add(p);
            }
        }
        float[] values = new float[grown.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.gaussian(2000 + grown.get(i));
            float[] state = new float[1 + slots];
            state[0] = values[i];
            links.put(grown.get(i), state);
        }
        return new TopologyEdit(
                dropped.stream().mapToInt(Integer::intValue).toArray(),
                grown.stream().mapToLong(Long::longValue).toArray(),
                values);
    }

    private static void check(SparseWeight weight, Map<Long, float[]> links, int slots) {
        long[] positions = weight.topology().positions();
        assertThat(positions)
                .isEqualTo(links.keySet().stream().mapToLong(Long::longValue).toArray());
        for (int k = 0; k < positions.length; k++) {
            float[] state = state(links, positions[k]);
            assertThat(NativeMemory.getFloat(weight.values() + 4L * k)).isEqualTo(state[0]);
            for (int s = 0; s < slots; s++) {
                assertThat(NativeMemory.getFloat(weight.slot(s) + 4L * k)).isEqualTo(state[1 + s]);
            }
        }
        assertThat(dense(weight.matrix(), false)).isDeepEqualTo(dense(weight.transposed(), true));
        assertThat(weight.bytes()).isGreaterThanOrEqualTo(4L * positions.length * (3 + slots));
    }

    private static float[][] dense(SparseMatrix matrix, boolean transposed) {
        int height = transposed ? matrix.columns() : matrix.rows();
        int width = transposed ? matrix.rows() : matrix.columns();
        float[][] dense = new float[height][width];
        for (float[] row : dense) {
            Arrays.fill(row, 1e30f);
        }
        for (int r = 0; r < matrix.rows(); r++) {
            int end = NativeMemory.getInt(matrix.rowStarts() + 4L * (r + 1));
            for (int k = NativeMemory.getInt(matrix.rowStarts() + 4L * r); k < end; k++) {
                int c = NativeMemory.getInt(matrix.columnIndices() + 4L * k);
                dense[transposed ? c : r][transposed ? r : c] = NativeMemory.getFloat(matrix.values() + 4L * k);
            }
        }
        return dense;
    }
}
