package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ParameterGroupsTest {
    private final WorkerPool pool = new WorkerPool(2);
    private final Network network = network();

    private static Network network() {
        ModelTrace trace = new ModelTrace(List.of(1));
        for (String layer : List.of("fc1", "fc2")) {
            trace.layer(
                    layer,
                    (graph, in) -> graph.linear(
                            in,
                            graph.weight("weight", 1, 1, Initialisation.HE_NORMAL),
                            Optional.of(graph.vector("bias", 1, 0))));
        }
        return new Network(trace.model().parameters(), Map.of(), RandomStream.ofSeed(1));
    }

    @AfterEach
    void close() {
        network.close();
        pool.close();
    }

    /** What one step makes of the number 1 with a gradient of 1, by parameter. */
    private float stepped(String parameter, Map<String, ParameterGroup> groups) {
        for (WeightStore store : network.parameters()) {
            store.set(new float[] {1});
            NativeMemory.setFloat(store.gradient(), 1);
        }
        new ParameterUpdate(
                        network,
                        new Decaying(),
                        new StepSpec(Optional.empty(), 1, groups, OptionalDouble.empty(), List.of()))
                .step(pool, 1, 0.25);
        return network.parameters().stream()
                .filter(store -> store.shape().name().equals(parameter))
                .map(store -> NativeMemory.getFloat(store.values()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void weightsDecayAndVectorsDoNot() {
        assertThat(stepped("fc1.weight", Map.of())).isEqualTo(0.5f);
        assertThat(stepped("fc1.bias", Map.of())).isEqualTo(0.75f);
    }

    @Test
    void aGroupHasItsOwnLearningRateAndOthersKeepTheirs() {
        Map<String, ParameterGroup> groups =
                Map.of("fc2.weight", new ParameterGroup(0.5, true), "fc2.bias", new ParameterGroup(0, true));
        assertThat(stepped("fc1.weight", groups)).isEqualTo(0.5f);
        assertThat(stepped("fc2.weight", groups)).isEqualTo(0.75f);
        assertThat(stepped("fc2.bias", groups)).isEqualTo(1);
    }

    @Test
    void aGroupMayNotDecay() {
        Map<String, ParameterGroup> groups = Map.of("fc2.weight", new ParameterGroup(1, false));
        assertThat(stepped("fc1.weight", groups)).isEqualTo(0.5f);
        assertThat(stepped("fc2.weight", groups)).isEqualTo(0.75f);
    }

    /** Gradient descent with a weight decay of 1. */
    private static final class Decaying implements Optimizer {
        @Override
        public List<String> slots() {
            return List.of();
        }

        @Override
        public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
            for (int i = 0; i < count; i++) {
                float gradient = gradients[i] + (step.decays() ? values[i] : 0);
                values[i] -= (float) step.learningRate() * gradient;
            }
        }
    }
}
