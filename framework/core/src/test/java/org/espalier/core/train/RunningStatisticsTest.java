package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.border.TensorView;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batch normalisation of one feature over two positions: what it learns of batches, and when. */
final class RunningStatisticsTest {
    private static final double MOMENTUM = 0.25;
    private static final double EPSILON = 1e-5;
    private static final double TOLERANCE = 1e-5;

    private final WorkerPool pool = new WorkerPool(2);
    private final Model model = model();
    private final Objective objective = LossTrace.of((graph, output) -> graph.squaredError(output), model);
    private final Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
    private final Program program = program(network, Optional.of(RandomStream.ofSeed(2)));
    private final ParameterUpdate update = new ParameterUpdate(network, new Descent(), StepSpec.PLAIN);

    private static Model model() {
        ModelTrace trace = new ModelTrace(List.of(2, 1));
        trace.layer(
                "bn",
                (graph, in) -> graph.flatten(graph.batchNorm(
                        in, graph.vector("scale", 1, 1), graph.vector("shift", 1, 0), MOMENTUM, EPSILON)));
        return trace.model();
    }

    private Program program(Network of, Optional<RandomStream> random) {
        return new Program(of, model, objective, new ScalarKernels(), pool, 20, random);
    }

    @AfterEach
    void close() {
        program.close();
        network.close();
        pool.close();
    }

    @Test
    void aStepGoesItsShareOfTheWayToTheBatchWithTheUnbiasedVariance() {
        step(1, 2, 4, 9);
        assertThat(running("bn.running_mean")).isCloseTo(MOMENTUM * 4, within(TOLERANCE));
        double unbiased = (9 + 4 + 0 + 25) / 3.0;
        assertThat(running("bn.running_var")).isCloseTo(1 + MOMENTUM * (unbiased - 1), within(TOLERANCE));
    }

    @Test
    void aSingleValueLeavesTheVarianceAsItIs() {
        ModelTrace trace = new ModelTrace(List.of(1));
        trace.layer(
                "bn",
                (graph, in) -> graph.batchNorm(
                        in, graph.vector("scale", 1, 1), graph.vector("shift", 1, 0), MOMENTUM, EPSILON));
        Model single = trace.model();
        try (Network one = new Network(single.parameters(), Map.of(), RandomStream.ofSeed(1));
                Program alone = new Program(
                        one,
                        single,
                        LossTrace.of((graph, output) -> graph.squaredError(output), single),
                        new ScalarKernels(),
                        pool,
                        20,
                        Optional.of(RandomStream.ofSeed(2)))) {
            NativeMemory.setFloat(alone.input().address(), 8);
            assertThat(alone.forward(1, 0)).isZero();
            alone.backward();
            new ParameterUpdate(one, new Descent(), StepSpec.PLAIN).step(pool, 1, 0.1);
            assertThat(value(one, "bn.running_mean")).isEqualTo((float) (MOMENTUM * 8));
            assertThat(value(one, "bn.running_var")).isEqualTo(1f);
        }
    }

    @Test
    void aStepTakenBackTakesBackTheStatisticsEvenAfterTheNextForwardPass() {
        step(1, 2, 4, 9);
        double mean = running("bn.running_mean");
        double variance = running("bn.running_var");
        step(5, 6, 7, 8);
        assertThat(running("bn.running_mean")).isNotEqualTo(mean);
        load(program, -1, 0, 1, 100);
        program.forward(2, 2);
        update.takeBack();
        assertThat(running("bn.running_mean")).isEqualTo(mean);
        assertThat(running("bn.running_var")).isEqualTo(variance);
    }

    @Test
    void aStepThatIsNotMadeLeavesTheStatistics() {
        load(program, 1, 2, 4, 9);
        program.forward(2, 0);
        program.backward();
        assertThat(running("bn.running_mean")).isZero();
        assertThat(running("bn.running_var")).isEqualTo(1);
    }

    @Test
    void evaluationUsesTheRunningStatisticsAlsoOfAStoredNetwork() {
        step(1, 2, 4, 9);
        step(3, 3, 5, 7);
        double inverse = 1 / Math.sqrt(running("bn.running_var") + EPSILON);
        double wanted =
                (6 - running("bn.running_mean")) * inverse * value(network, "bn.scale") + value(network, "bn.shift");
        Map<String, TensorView> stored = new LinkedHashMap<>();
        network.views().forEach(view -> stored.put(view.name(), view));
        assertThat(stored.keySet()).containsExactly("bn.scale", "bn.shift", "bn.running_mean", "bn.running_var");
        try (Network copy = Network.restored(model.parameters(), stored, "the copy")) {
            for (Network one : List.of(network, copy)) {
                try (Program evaluation = program(one, Optional.empty())) {
                    load(evaluation, 6, 100, -3, 0);
                    evaluation.forward(2, 0);
                    assertThat((double)
                                    NativeMemory.getFloat(evaluation.output().address()))
                            .isCloseTo(wanted, within(TOLERANCE));
                }
            }
        }
    }

    private void step(float... values) {
        load(program, values);
        update.forgetStep();
        program.forward(2, 0);
        program.backward();
        update.step(pool, 1, 0.1);
    }

    /** Two examples with two positions each. */
    private static void load(Program into, float... values) {
        Plane in = into.input();
        for (int i = 0; i < values.length; i++) {
            NativeMemory.setFloat(in.tile(0, 0, i % 2) + 4L * (i / 2), values[i]);
        }
    }

    private double running(String name) {
        return value(network, name);
    }

    private static float value(Network of, String name) {
        return of.stored().stream()
                .filter(store -> store.shape().name().equals(name))
                .map(store -> NativeMemory.getFloat(store.values()))
                .findFirst()
                .orElseThrow();
    }

    /** Gradient descent with a slot, which statistics have not. */
    private static final class Descent implements Optimizer {
        @Override
        public List<String> slots() {
            return List.of("last");
        }

        @Override
        public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
            for (int i = 0; i < count; i++) {
                slots[0][i] = gradients[i];
                values[i] -= (float) (step.learningRate() * gradients[i]);
            }
        }
    }
}
