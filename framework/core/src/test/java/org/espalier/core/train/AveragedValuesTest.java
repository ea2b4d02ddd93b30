package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.TopologyEdit;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AveragedValuesTest {
    private static final double DECAY = 0.75;

    /** The offset is rounded twice in each step. */
    private static final double ROUNDING = 1e-6;

    private final WorkerPool pool = new WorkerPool(2);
    private final Network network = network();
    private final ParameterUpdate update = new ParameterUpdate(
            network, new Descent(), new StepSpec(Optional.empty(), 1, Map.of(), OptionalDouble.of(DECAY), List.of()));
    private final AveragedValues averages = new AveragedValues(network);

    /** One weight of four positions, of which three have a link. */
    private static Network network() {
        ModelTrace trace = new ModelTrace(List.of(4));
        trace.layer(
                "fc",
                (graph, in) -> graph.linear(
                        in,
                        graph.weight("weight", 1, 4, Initialisation.ZEROS),
                        Optional.of(graph.vector("bias", 1, 0))));
        Network network =
                new Network(trace.model().parameters(), Map.of("fc", new long[] {0, 1, 2}), RandomStream.ofSeed(1));
        network.weightOf("fc").links().set(new float[] {1, 2, 3});
        return network;
    }

    @AfterEach
    void close() {
        network.close();
        pool.close();
    }

    private void step(float... gradients) {
        update.forgetStep();
        for (WeightStore store : network.parameters()) {
            for (int k = 0; k < store.count(); k++) {
                NativeMemory.setFloat(store.gradient() + 4L * k, gradients[k]);
            }
        }
        update.step(pool, 1, 1);
    }

    private float[] links() {
        SparseWeight links = network.weightOf("fc").links();
        return NativeMemory.floats(links.values(), links.count());
    }

    private float[] averages() {
        averages.lend();
        float[] values = links();
        averages.giveBack();
        return values;
    }

    @Test
    void theAverageBeginsWithTheValuesAndFollowsThem() {
        assertThat(averages()).containsExactly(1, 2, 3);
        double average = 1;
        double value = 1;
        for (int i = 1; i <= 20; i++) {
            float gradient = (float) Math.sin(i);
            step(gradient, 0, 0);
            value -= gradient;
            average = DECAY * average + (1 - DECAY) * value;
            assertThat((double) averages()[0]).isCloseTo(average, within(ROUNDING));
        }
        assertThat(averages()).contains(2, 3);
    }

    @Test
    void whatIsLentIsGivenBackToTheBit() {
        step(0.1f, 0.2f, 0.3f);
        float[] before = links();
        float[] bias = NativeMemory.floats(network.vector("fc.bias").values(), 1);
        averages.lend();
        assertThat(links()).doesNotContain(before);
        assertThat(NativeMemory.floats(network.vector("fc.bias").values(), 1)).isNotEqualTo(bias);
        averages.giveBack();
        assertThat(links()).containsExactly(before);
        assertThat(NativeMemory.floats(network.vector("fc.bias").values(), 1)).isEqualTo(bias);
    }

    @Test
    void theAverageMovesWithItsLinkAndThatOfANewLinkIsItsFirstValue() {
        step(1, 1, 4);
        float third = averages()[2];
        assertThat(third).isEqualTo(2);
        SparseWeight weight = network.weightOf("fc").links();
        weight.apply(new TopologyEdit(new int[] {0}, new long[] {3}, new float[] {5}));
        update.bind();
        assertThat(averages()).containsExactly(1.75f, third, 5);
    }

    @Test
    void aStepTakenBackTakesTheAverageBack() {
        step(1, 1, 4);
        float[] before = averages();
        step(7, 7, 7);
        averages();
        update.takeBack();
        assertThat(averages()).containsExactly(before);
    }

    private static final class Descent implements Optimizer {
        @Override
        public List<String> slots() {
            return List.of("last");
        }

        @Override
        public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
            assertThat(slots).hasNumberOfRows(1);
            for (int i = 0; i < count; i++) {
                slots[0][i] = gradients[i];
                values[i] -= (float) step.learningRate() * gradients[i];
                gradients[i] = Float.NaN;
            }
        }
    }
}
