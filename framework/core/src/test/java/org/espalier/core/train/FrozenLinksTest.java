package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.LinkMask;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.TopologyEdit;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every third of the links of a weight is frozen; there are links in several blocks. */
final class FrozenLinksTest {
    private static final int ROWS = 60;
    private static final int COLUMNS = 100;
    private static final long[] LINKS = every(2);
    private static final long[] FROZEN = every(6);
    private static final float DECAY = 0.5f;

    private final WorkerPool pool = new WorkerPool(2);
    private final StepSpec averaged = new StepSpec(Optional.empty(), 1, Map.of(), OptionalDouble.of(DECAY), List.of());
    private final Network network = network(LINKS);
    private final TrainedWeight weight = network.weightOf("fc");
    private final FrozenLinks frozen = new FrozenLinks(network, new LinkMask(Map.of("fc.weight", FROZEN)));
    private final ParameterUpdate update = new ParameterUpdate(network, new Momentum(), averaged, 0, frozen);

    private static long[] every(int step) {
        long[] positions = new long[ROWS * COLUMNS / step];
        for (int k = 0; k < positions.length; k++) {
            positions[k] = (long) step * k;
        }
        return positions;
    }

    private static Network network(long[] links) {
        ModelTrace trace = new ModelTrace(List.of(4));
        linear(trace, "first", COLUMNS, 4);
        linear(trace, "fc", ROWS, COLUMNS);
        return new Network(trace.model().parameters(), Map.of("fc", links), RandomStream.ofSeed(1));
    }

    private static void linear(ModelTrace trace, String name, int rows, int columns) {
        trace.layer(
                name,
                (graph, in) -> graph.linear(
                        in, graph.weight("weight", rows, columns, Initialisation.HE_NORMAL), Optional.empty()));
    }

    /** Moves everything, also where the gradient is 0. */
    private record Momentum() implements Optimizer {
        @Override
        public List<String> slots() {
            return List.of("momentum");
        }

        @Override
        public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
            for (int k = 0; k < count; k++) {
                slots[0][k] = slots[0][k] / 2 + gradients[k] + 1;
                values[k] -= slots[0][k];
            }
        }
    }

    @AfterEach
    void close() {
        network.close();
        pool.close();
    }

    private void step(long number) {
        update.forgetStep();
        WeightStore store = weight.store();
        for (int k = 0; k < store.count(); k++) {
            NativeMemory.setFloat(store.gradient() + 4L * k, (float) Math.sin(k));
        }
        frozen.clearGradients();
        update.step(pool, number, 0.1);
    }

    private static float[] read(long address, int count) {
        return NativeMemory.floats(address, count);
    }

    private float[] values() {
        return read(weight.store().values(), weight.store().count());
    }

    @Test
    void neitherValuesNorSlotsOfFrozenLinksMove() {
        frozen.hold();
        float[] before = values();
        step(1);
        step(2);
        float[] after = values();
        float[] slots = read(weight.store().slot(0), after.length);
        for (int k = 0; k < after.length; k++) {
            if (k % 3 == 0) {
                assertThat(after[k]).as("link %d", k).isEqualTo(before[k]);
                assertThat(slots[k]).isZero();
            } else {
                assertThat(after[k]).as("link %d", k).isNotEqualTo(before[k]);
            }
        }
        SparseWeight sparse = weight.links();
        for (int k = 0; k < after.length; k += 3) {
            int place = NativeMemory.getInt(sparse.transposedOrder() + 4L * k);
            assertThat(NativeMemory.getFloat(sparse.transposed().values() + 4L * place))
                    .isEqualTo(after[k]);
        }
    }

    /** Average and value are one as long as a value stays. */
    @Test
    void theAverageOfAFrozenLinkIsItsValue() {
        frozen.hold();
        step(1);
        float[] offsets = read(weight.store().slot(1), weight.store().count());
        for (int k = 0; k < offsets.length; k++) {
            assertThat(offsets[k] == 0).as("link %d", k).isEqualTo(k % 3 == 0);
        }
    }

    @Test
    void gradientsOfFrozenLinksCountForNothing() {
        frozen.hold();
        step(1);
        WeightStore store = weight.store();
        update.takeBack();
        for (int k = 0; k < store.count(); k++) {
            NativeMemory.setFloat(store.gradient() + 4L * k, 1);
        }
        frozen.clearGradients();
        float[] gradients = read(store.gradient(), store.count());
        for (int k = 0; k < gradients.length; k++) {
            assertThat(gradients[k]).isEqualTo(k % 3 == 0 ? 0f : 1f);
        }
    }

    /** As a proximal step or a rule does it, which move the average along. */
    @Test
    void whatSomethingElseDidToThemIsUndone() {
        frozen.hold();
        float[] before = values();
        float[] doubled = before.clone();
        for (int k = 0; k < doubled.length; k++) {
            doubled[k] *= 2;
        }
        weight.store().set(doubled);
        frozen.putBack();
        float[] after = values();
        for (int k = 0; k < after.length; k++) {
            assertThat(after[k]).isEqualTo(k % 3 == 0 ? before[k] : doubled[k]);
        }
    }

    @Test
    void theyStayFrozenWhereverOtherLinksGo() {
        frozen.hold();
        float[] before = values();
        weight.apply(new TopologyEdit(new int[] {1, 2, 4}, new long[] {1, 3, 5, 7}, new float[] {9, 9, 9, 9}));
        frozen.bind();
        frozen.hold();
        update.bind();
        step(1);
        long[] positions = weight.store().positions();
        float[] after = values();
        for (int k = 0; k < after.length; k++) {
            if (positions[k] % 6 == 0) {
                assertThat(after[k]).isEqualTo(before[(int) positions[k] / 2]);
            }
        }
        assertThat(frozen.of(weight).cardinality()).isEqualTo(FROZEN.length);
    }

    @Test
    void aLinkThatIsNotThereIsTold() {
        FrozenLinks missing = new FrozenLinks(network, new LinkMask(Map.of("fc.weight", new long[] {0, 1, 2, 7})));
        assertThatThrownBy(missing::hold)
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith("2 of the 4 links of fc that are to be frozen are not there");
    }

    @Test
    void severalMasksFreezeWhatAnyOfThemKeeps() {
        LinkMask union = LinkMask.union(List.of(
                new LinkMask(Map.of("a", new long[] {1, 4}, "b", new long[] {2})),
                new LinkMask(Map.of("a", new long[] {0, 4, 9}))));
        assertThat(union.of("a")).containsExactly(0, 1, 4, 9);
        assertThat(union.of("b")).containsExactly(2);
        assertThat(union.of("c")).isEmpty();
    }
}
