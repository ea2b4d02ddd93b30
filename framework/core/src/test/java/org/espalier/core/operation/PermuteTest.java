package org.espalier.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
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

/** Five features whose order is learned in twenty batches; the loss wants them in an order of its own. */
final class PermuteTest {
    private static final int SIZE = 5;
    private static final int BATCHES = 20;
    private static final int EXAMPLES = 30;
    private static final int[] WANTED = {3, 0, 4, 1, 2};

    private final WorkerPool pool = new WorkerPool(1);
    private final Model model = model(0);
    private final Objective objective = LossTrace.of((graph, output) -> graph.squaredError(output), model);
    private final Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
    private final Program training = program(Optional.of(RandomStream.ofSeed(2)));
    private final Program evaluation = program(Optional.empty());

    private static Model model(double noise) {
        ModelTrace trace = new ModelTrace(List.of(SIZE));
        trace.layer("it", (graph, in) -> graph.permute(in, "order", BATCHES, noise));
        return trace.model();
    }

    private Program program(Optional<RandomStream> random) {
        return new Program(network, model, objective, new ScalarKernels(), pool, EXAMPLES, random);
    }

    @AfterEach
    void close() {
        training.close();
        evaluation.close();
        network.close();
        pool.close();
    }

    @Test
    void theOrderThatTheLossWantsIsFoundAndStays() {
        for (int batch = 0; batch < BATCHES; batch++) {
            step(batch);
        }
        step(BATCHES);
        step(BATCHES + 1);

        assertThat(order()).containsExactly(WANTED);
        assertThat(scores()).containsOnly(0f, 1f);
        // A second phase counts its batches from the start.
        step(0);
        assertThat(training.forward(EXAMPLES, 0)).isZero();
        assertThat(scores()).containsOnly(0f, 1f);
        assertThat(evaluated()).isZero();
    }

    @Test
    void atFirstEveryPlaceHasTheMeanAndAnEvaluationAPermutation() {
        load(training);
        training.forward(EXAMPLES, 0);
        for (int f = 0; f < SIZE; f++) {
            assertThat(at(training.output(), f, 3)).isCloseTo((float) mean(3), within(1e-6f));
        }
        evaluated();
        float[] out = new float[SIZE];
        float[] in = new float[SIZE];
        for (int f = 0; f < SIZE; f++) {
            out[f] = at(evaluation.output(), f, 3);
            in[f] = value(3, f);
        }
        assertThat(out).containsExactlyInAnyOrder(in);
    }

    /** What the first example becomes in a batch of a search with noise, and what it sums to. */
    private float[] noisy(double noise, long seed, long batch) {
        Model noisy = model(noise);
        try (Network own = new Network(noisy.parameters(), Map.of(), RandomStream.ofSeed(1));
                Program program = new Program(
                        own,
                        noisy,
                        LossTrace.of((graph, output) -> graph.squaredError(output), noisy),
                        new ScalarKernels(),
                        pool,
                        EXAMPLES,
                        Optional.of(RandomStream.ofSeed(seed)))) {
            load(program);
            program.forward(EXAMPLES, batch);
            float[] out = new float[SIZE];
            for (int f = 0; f < SIZE; f++) {
                out[f] = at(program.output(), f, 0);
            }
            return out;
        }
    }

    /** The scores are all 0, so that without noise every place has the mean. */
    @Test
    void withNoiseABatchTriesAnOrderOfItsOwn() {
        float mean = (float) mean(0);
        assertThat(noisy(0, 2, 0)).containsExactly(new float[] {mean, mean, mean, mean, mean}, within(1e-6f));
        float[] first = noisy(1e-3, 2, 0);
        assertThat(first[0]).isNotCloseTo(mean, within(1e-3f));
        assertThat(noisy(1e-3, 2, 0)).containsExactly(first);
        assertThat(noisy(1e-3, 2, 1)).isNotEqualTo(first);
        assertThat(noisy(1e-3, 3, 0)).isNotEqualTo(first);
        float sum = 0;
        for (float value : first) {
            sum += value;
        }
        // Twenty rounds of Sinkhorn leave rows that sum to one only nearly.
        assertThat(sum).isCloseTo(SIZE * mean, within(0.1f));
    }

    /** So much noise that an entry of the largest score is seldom the one that is seen. */
    @Test
    void afterTheSearchNoiseIsOver() {
        float[] out = noisy(1e3, 2, BATCHES);
        float[] in = new float[SIZE];
        for (int f = 0; f < SIZE; f++) {
            in[f] = value(0, f);
        }
        assertThat(out).containsExactly(in);
    }

    /** No score moves farther than 1e-3, and a batch that is not followed by a step moves none. */
    @Test
    void scoresMoveWithTheStepAndNotFar() {
        load(training);
        training.forward(EXAMPLES, 0);
        training.backward();
        assertThat(scores()).containsOnly(0f);

        step(0);
        double farthest = 0;
        for (float score : scores()) {
            farthest = Math.max(farthest, Math.abs(score));
        }
        assertThat(farthest).isCloseTo(1e-3, within(1e-9));
    }

    /** So far from each other at the first temperature that slopes are the smallest numbers there are. */
    @Test
    void slopesOfNearlyNothingLeaveScoresNumbers() {
        float[] far = new float[SIZE * SIZE];
        for (int i = 0; i < SIZE; i++) {
            far[i * SIZE + i] = 0.73f;
        }
        network.statistic("it.order").store().set(far);
        step(0);

        for (float score : scores()) {
            assertThat(score).isFinite();
        }
        assertThat(scores()).isNotEqualTo(far);
    }

    @Test
    void anEstimateOfStatisticsLeavesTheScores() {
        step(0);
        float[] before = scores();
        load(training);
        training.forward(EXAMPLES, 1);
        training.handStatistics();

        var store = network.statistic("it.order").store();
        assertThat(NativeMemory.floats(store.gradient(), store.count())).containsExactly(before);
    }

    private void step(long batch) {
        load(training);
        training.forward(EXAMPLES, batch);
        training.backward();
        var statistic = network.statistic("it.order");
        var store = statistic.store();
        for (int i = 0; i < store.count(); i++) {
            float before = NativeMemory.getFloat(store.values() + 4L * i);
            float next = NativeMemory.getFloat(store.gradient() + 4L * i);
            NativeMemory.setFloat(store.values() + 4L * i, Math.fma(statistic.momentum(), next - before, before));
        }
    }

    private double evaluated() {
        load(evaluation);
        return evaluation.forward(EXAMPLES, 0);
    }

    private float[] scores() {
        var store = network.statistic("it.order").store();
        return NativeMemory.floats(store.values(), store.count());
    }

    /** The place of each feature. */
    private int[] order() {
        int[] order = new int[SIZE];
        float[] scores = scores();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] == 1) {
                order[i / SIZE] = i % SIZE;
            }
        }
        return order;
    }

    private static float value(int example, int feature) {
        return (float) RandomStream.ofSeed(4).fork(example).gaussian(feature);
    }

    private static double mean(int example) {
        double sum = 0;
        for (int f = 0; f < SIZE; f++) {
            sum += value(example, f);
        }
        return sum / SIZE;
    }

    private static float at(Plane plane, int feature, int example) {
        return NativeMemory.getFloat(plane.tile(0, 0, 0) + 4L * (feature * plane.lanes() + example));
    }

    private static void load(Program program) {
        Plane in = program.input();
        for (int e = 0; e < EXAMPLES; e++) {
            for (int f = 0; f < SIZE; f++) {
                NativeMemory.setFloat(in.tile(0, 0, 0) + 4L * (f * in.lanes() + e), value(e, f));
                NativeMemory.setFloat(program.targets() + 4L * (WANTED[f] * in.lanes() + e), value(e, f));
            }
        }
    }
}
