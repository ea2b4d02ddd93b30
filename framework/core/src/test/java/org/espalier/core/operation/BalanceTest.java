package org.espalier.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.BalanceOver;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Unary;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

/** Two experts, of which each position sees the one with the larger probability; the two inputs are the probabilities. */
final class BalanceTest {
    private static final double ROUNDING = 1e-6;

    /** What a batch adds to the loss, and the gradient by the weight between the inputs and the probabilities. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Added(double loss, float[] gradient) {}

    /** @param logits whether what comes in are logarithms of the probabilities */
    private static Model model(BalanceOver over, boolean logits) {
        ModelTrace trace = new ModelTrace(List.of(2));
        trace.layer("it", (graph, in) -> {
            var product = graph.linear(in, graph.weight("weight", 2, 2, Initialisation.ZEROS), Optional.empty());
            var chances = logits ? graph.softmax(product, 2) : product;
            graph.balance(chances, graph.topK(chances, 1), 1, over);
            return graph.unary(graph.stopGradient(chances), Unary.SCALE, 0);
        });
        return trace.model();
    }

    /** Batches of probabilities of the first expert, as the batches of one step, and again as those of the next. */
    private static Added[] run(BalanceOver over, double[]... batches) {
        return run(over, false, batches);
    }

    private static Added[] run(BalanceOver over, boolean logits, double[]... batches) {
        Model model = model(over, logits);
        Added[] added = new Added[batches.length];
        try (WorkerPool pool = new WorkerPool(1);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
                Program program = new Program(
                        network,
                        model,
                        LossTrace.of((graph, output) -> graph.squaredError(output), model),
                        new ScalarKernels(),
                        pool,
                        16,
                        Optional.of(RandomStream.ofSeed(2)))) {
            WeightStore weight = network.weights().getFirst().store();
            weight.set(new float[] {1, 0, 0, 1});
            program.bind();
            for (int i = 0; i < 2 * batches.length; i++) {
                double[] batch = batches[i % batches.length];
                for (int e = 0; e < batch.length; e++) {
                    double first = logits ? Math.log(batch[e]) : batch[e];
                    double second = logits ? Math.log(1 - batch[e]) : 1 - batch[e];
                    NativeMemory.setFloat(program.input().address() + 4L * e, (float) first);
                    NativeMemory.setFloat(
                            program.input().address() + 4L * (program.input().lanes() + e), (float) second);
                }
                double loss = program.forward(batch.length, i, i % batches.length == 0);
                program.backward();
                added[i % batches.length] = new Added(loss, NativeMemory.floats(weight.gradient(), weight.count()));
            }
        }
        return added;
    }

    private static final double[] FIRST = {0.9, 0.9, 0.9, 0.9};
    private static final double[] SECOND = {0.1, 0.1, 0.1, 0.1};

    @Test
    void overABatchEachIsUnevenByItself() {
        Added[] added = run(BalanceOver.BATCH, FIRST, SECOND);

        assertThat(added[0].loss()).isCloseTo(1.8, within(ROUNDING));
        assertThat(added[1].loss()).isCloseTo(1.8, within(ROUNDING));
    }

    /** After both batches their shares are 1/2: the loss is 1, and softmax logits would have no gradient. */
    @Test
    void overAStepBatchesThatPreferDifferentExpertsAreEven() {
        Added[] added = run(BalanceOver.STEP, FIRST, SECOND);

        assertThat(added[0].loss()).isCloseTo(1.8, within(ROUNDING));
        assertThat(added[1].loss()).isCloseTo(1, within(ROUNDING));
        float[] gradient = added[1].gradient();
        // By each probability the same: 2 · 1/2 times the mean input.
        assertThat(gradient[0]).isCloseTo(0.1f, within(1e-6f)).isEqualTo(gradient[2]);
        assertThat(gradient[1]).isCloseTo(0.9f, within(1e-6f)).isEqualTo(gradient[3]);
    }

    /** With the shares of all of them, each batch has a loss, and their mean is that of one batch of all. */
    @Test
    void theMeanOverBatchesIsTheLossOfAllOfThem() {
        double[] one = {0.9, 0.8, 0.7, 0.4};
        double[] other = {0.6, 0.2, 0.8, 0.9};
        double[] both = {0.9, 0.8, 0.7, 0.4, 0.6, 0.2, 0.8, 0.9};
        double mean = (run(BalanceOver.STEP, one, other)[1].loss() + run(BalanceOver.STEP, other, one)[1].loss()) / 2;

        assertThat(run(BalanceOver.BATCH, both)[0].loss()).isCloseTo(mean, within(ROUNDING));
        assertThat(mean).isNotCloseTo(1, within(0.01));
    }

    @Test
    void evenSharesHaveNoGradientByAnyLogit() {
        for (float slope : run(BalanceOver.STEP, true, FIRST, SECOND)[1].gradient()) {
            assertThat((double) slope).isCloseTo(0, within(ROUNDING));
        }
    }

    /** With shares of (3/4, 1/4): 2 / 4 · p₁ (3/4 - 3/4 p₁ - 1/4 p₂) for each position, times what comes in. */
    @Test
    void theGradientByALogitIsTheShareLessTheMeanShareTimesTheProbability() {
        double[] batch = {0.9, 0.8, 0.7, 0.4};
        double[] wanted = new double[4];
        for (double p : batch) {
            double mean = 0.75 * p + 0.25 * (1 - p);
            double[] slopes = {0.5 * p * (0.75 - mean), 0.5 * (1 - p) * (0.25 - mean)};
            for (int i = 0; i < 4; i++) {
                wanted[i] += slopes[i / 2] * Math.log(i % 2 == 0 ? p : 1 - p);
            }
        }
        float[] gradient = run(BalanceOver.BATCH, true, batch)[0].gradient();
        for (int i = 0; i < 4; i++) {
            assertThat((double) gradient[i]).isCloseTo(wanted[i], within(ROUNDING));
        }
    }

    /** Counts (3, 1), and then (3, 1) + (1, 3); the next step begins anew. */
    @Test
    void aStepAddsUpCountsAndTheNextForgetsThem() {
        Added[] added = run(BalanceOver.STEP, new double[] {0.8, 0.8, 0.8, 0.4}, new double[] {0.2, 0.2, 0.2, 0.6});

        assertThat(added[0].loss()).isCloseTo(2 * (0.75 * 0.7 + 0.25 * 0.3), within(ROUNDING));
        assertThat(added[1].loss()).isCloseTo(1, within(ROUNDING));
    }

    @Test
    void withOneBatchAStepBothAreTheSameBits() {
        double[] batch = {0.8, 0.7, 0.6, 0.4};
        Added one = run(BalanceOver.BATCH, batch)[0];
        Added other = run(BalanceOver.STEP, batch)[0];

        assertThat(other.loss()).isEqualTo(one.loss());
        assertThat(other.gradient()).containsExactly(one.gradient());
    }

    /** As many positions for each expert: 1 whatever the probabilities. */
    @Test
    void evenSharesAreOneForAnyProbabilities() {
        assertThat(run(BalanceOver.BATCH, new double[] {0.51, 0.99, 0.49, 0.3})[0].loss())
                .isCloseTo(1, within(ROUNDING));
    }
}
