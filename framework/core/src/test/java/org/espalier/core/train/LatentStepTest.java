package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.TopologyEdit;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A weight of 9000 positions, in several parts, of which every seventh is seen. */
final class LatentStepTest {
    private static final int ROWS = 30;
    private static final int COLUMNS = 300;
    private static final int EVERY = 7;

    /** A difference of floats about 1. */
    private static final double ROUNDING = 2e-7;

    private final WorkerPool pool = new WorkerPool(2);
    private final Network network = network();
    private final TrainedWeight weight = network.weightOf("second");
    private final ParameterUpdate update = new ParameterUpdate(
            network, new Descent(), new StepSpec(Optional.empty(), 1, Map.of(), OptionalDouble.empty(), List.of()));

    private static Network network() {
        ModelTrace trace = new ModelTrace(List.of(4));
        linear(trace, "first", COLUMNS, 4);
        linear(trace, "second", ROWS, COLUMNS);
        Network network = new Network(trace.model().parameters(), Map.of(), RandomStream.ofSeed(1));
        long[] seen = new long[(ROWS * COLUMNS + EVERY - 1) / EVERY];
        for (int k = 0; k < seen.length; k++) {
            seen[k] = (long) EVERY * k;
        }
        network.weightOf("second").makeLatent(seen);
        return network;
    }

    private static void linear(ModelTrace trace, String name, int rows, int columns) {
        trace.layer(
                name,
                (graph, in) -> graph.linear(
                        in, graph.weight("weight", rows, columns, Initialisation.HE_NORMAL), Optional.empty()));
    }

    @AfterEach
    void close() {
        network.close();
        pool.close();
    }

    private void step() {
        update.forgetStep();
        for (WeightStore store : network.parameters()) {
            for (int k = 0; k < store.count(); k++) {
                NativeMemory.setFloat(store.gradient() + 4L * k, (float) Math.sin(k));
            }
        }
        update.step(pool, 1, 0.1);
    }

    private float[] trained() {
        return NativeMemory.floats(weight.store().values(), weight.store().count());
    }

    private void requireSeenIsTrained(int every, int from) {
        SparseWeight links = weight.links();
        float[] trained = trained();
        for (int k = 0; k < links.count(); k++) {
            float wanted = trained[from + every * k];
            assertThat(NativeMemory.getFloat(links.matrix().values() + 4L * k)).isEqualTo(wanted);
            int place = NativeMemory.getInt(links.transposedOrder() + 4L * k);
            assertThat(NativeMemory.getFloat(links.transposed().values() + 4L * place))
                    .isEqualTo(wanted);
        }
    }

    @Test
    void aStepTrainsEveryPositionAndShowsThoseThatAreSeen() {
        float[] before = trained();
        assertThat(weight.links().count()).isEqualTo((ROWS * COLUMNS + EVERY - 1) / EVERY);
        requireSeenIsTrained(EVERY, 0);
        step();
        float[] after = trained();
        for (int k = 0; k < before.length; k++) {
            assertThat(after[k]).isEqualTo(before[k] - 0.1f * (float) Math.sin(k));
        }
        requireSeenIsTrained(EVERY, 0);
    }

    @Test
    void whatIsNotSeenIsPulledTowardsZero() {
        ((LatentWeight) weight.store()).decay(0.5f);
        float[] before = trained();
        step();
        float[] after = trained();
        for (int k = 0; k < before.length; k++) {
            float slope = (float) Math.sin(k);
            float gradient = k % EVERY == 0 ? slope : Math.fma(0.5f, before[k], slope);
            assertThat(after[k]).isEqualTo(before[k] - 0.1f * gradient);
        }
    }

    /** 2:4 of (0.5, -0.2, 0.1, 0.9): the middle ones are pulled, with 0.0002 of themselves. */
    @Test
    void theGradientOfWhatIsNotSeenIsThatOfSrSte() {
        TrainedWeight first = network.weightOf("first");
        first.makeLatent(new long[] {0, 3});
        LatentWeight latent = (LatentWeight) first.store();
        latent.decay(2e-4f);
        float[] values = new float[latent.count()];
        System.arraycopy(new float[] {0.5f, -0.2f, 0.1f, 0.9f}, 0, values, 0, 4);
        latent.set(values);
        update.bind();
        update.forgetStep();
        NativeMemory.copy(new float[] {0.1f, 0.2f, -0.3f, 0.4f}, 0, latent.gradient(), 4);
        update.step(pool, 1, 1);
        double[] gradients = {0.1, 0.19996, -0.29998, 0.4};
        for (int k = 0; k < 4; k++) {
            double gradient = (double) values[k] - NativeMemory.getFloat(latent.values() + 4L * k);
            assertThat(gradient).isCloseTo(gradients[k], within(ROUNDING));
        }
    }

    @Test
    void aStepTakenBackIsTakenBackFromWhatIsSeen() {
        step();
        float[] before = trained();
        step();
        update.takeBack();
        assertThat(trained()).containsExactly(before);
        requireSeenIsTrained(EVERY, 0);
    }

    @Test
    void otherLinksShowWhatWasTrainedUnseen() {
        step();
        float[] before = trained();
        int[] gone = new int[weight.links().count()];
        long[] come = new long[gone.length];
        float[] values = new float[gone.length];
        for (int k = 0; k < gone.length; k++) {
            gone[k] = k;
            come[k] = (long) EVERY * k + 1;
            values[k] = before[EVERY * k + 1];
        }
        weight.apply(new TopologyEdit(gone, come, values));
        update.bind();
        assertThat(trained()).containsExactly(before);
        requireSeenIsTrained(EVERY, 1);
        step();
        requireSeenIsTrained(EVERY, 1);
    }

    @Test
    void linksThatComeStartAsTheEditSays() {
        weight.apply(new TopologyEdit(new int[0], new long[] {1}, new float[] {0.25f}));
        update.bind();
        assertThat(trained()[1]).isEqualTo(0.25f);
        assertThat(weight.links().count()).isEqualTo(1 + (trained().length + EVERY - 1) / EVERY);
        int link = Arrays.binarySearch(weight.links().positions(), 1);
        assertThat(NativeMemory.getFloat(weight.links().values() + 4L * link)).isEqualTo(0.25f);
    }

    @Test
    void aWeightThatSettlesKeepsWhatIsSeen() {
        step();
        float[] seen =
                NativeMemory.floats(weight.links().values(), weight.links().count());
        weight.settle();
        assertThat(weight.storage()).isEqualTo("sparse");
        assertThat(NativeMemory.floats(weight.store().values(), weight.store().count()))
                .containsExactly(seen);
    }

    private static final class Descent implements Optimizer {
        @Override
        public List<String> slots() {
            return List.of();
        }

        @Override
        public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
            for (int i = 0; i < count; i++) {
                values[i] -= (float) step.learningRate() * gradients[i];
            }
        }
    }
}
