package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Running statistics estimated anew, against those computed directly of the same batches. */
final class RecalibrationTest {
    private static final int EXAMPLES = 50;
    /** The last of an epoch has 2 examples. */
    private static final int BATCH = 16;
    /** Half of the second epoch. */
    private static final int BATCHES = 6;
    /** Of sums in float against sums in double. */
    private static final double TOLERANCE = 1e-5;

    private final Model model = model();
    private final Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));

    /** What the second normalises is what the first gives: of mean 0 and, but for epsilon, of variance 1 in every batch. */
    private static Model model() {
        ModelTrace trace = new ModelTrace(List.of(2, 1));
        trace.layer(
                "first",
                (graph, in) ->
                        graph.batchNorm(in, graph.vector("scale", 1, 1), graph.vector("shift", 1, 0), 0.1, 1e-5));
        trace.layer(
                "second",
                (graph, in) -> graph.flatten(
                        graph.batchNorm(in, graph.vector("scale", 1, 1), graph.vector("shift", 1, 0), 0.1, 1e-5)));
        return trace.model();
    }

    @AfterEach
    void close() {
        network.close();
    }

    /** Two positions with one feature each. */
    private record Numbers(float factor) implements Examples {
        @Override
        public int count() {
            return EXAMPLES;
        }

        @Override
        public void features(int id, float[] out) {
            out[0] = factor * (id * 7 % 13);
            out[1] = factor * (id % 5 - 3);
        }

        @Override
        public int label(int id) {
            return -1;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = 0;
        }
    }

    private void recalibrate(Examples examples, int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            new Recalibration(
                            network,
                            model,
                            LossTrace.of((graph, output) -> graph.squaredError(output), model),
                            new ScalarKernels(),
                            pool)
                    .run(examples, BATCH, BATCHES, RandomStream.ofSeed(3));
        }
    }

    @Test
    void statisticsAreTheMeansOfThoseOfTheBatchesWhateverTheyWereBefore() {
        set("first.running_mean", 77);
        set("second.running_var", 99);
        recalibrate(new Numbers(1), 2);

        Sampler sampler = new Sampler(
                EXAMPLES, BATCH, false, Optional.empty(), RandomStream.ofSeed(3).fork("sample"));
        int perEpoch = (int) Sampler.batchesPerEpoch(EXAMPLES, BATCH);
        double means = 0;
        double variances = 0;
        double unbiased = 0;
        int examples = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            if (batch % perEpoch == 0) {
                sampler.startEpoch(batch / perEpoch);
            }
            int size = sampler.size(batch % perEpoch);
            double[] moments = moments(sampler, batch % perEpoch, size);
            means += size * moments[0];
            variances += size * moments[1];
            unbiased += size * (2.0 * size / (2.0 * size - 1));
            examples += size;
        }
        assertThat(examples).isEqualTo(EXAMPLES + 2 * BATCH);
        assertThat((double) value("first.running_mean")).isCloseTo(means / examples, within(TOLERANCE * 10));
        assertThat((double) value("first.running_var")).isCloseTo(variances / examples, within(TOLERANCE * 100));
        assertThat((double) value("second.running_mean")).isCloseTo(0, within(TOLERANCE));
        assertThat((double) value("second.running_var")).isCloseTo(unbiased / examples, within(TOLERANCE * 10));
    }

    /** Mean and unbiased variance of a batch. */
    private static double[] moments(Sampler sampler, int batch, int size) {
        float[] features = new float[2];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            new Numbers(1).features(sampler.example(batch, i), features);
            sum += features[0] + features[1];
            squares += features[0] * features[0] + features[1] * features[1];
        }
        int count = 2 * size;
        double mean = sum / count;
        return new double[] {mean, (squares / count - mean * mean) * count / (count - 1)};
    }

    @Test
    void theNumberOfThreadsDoesNotMatterAndValuesStay() {
        recalibrate(new Numbers(1), 1);
        float mean = value("first.running_mean");
        float variance = value("first.running_var");
        recalibrate(new Numbers(1), 3);

        assertThat(value("first.running_mean")).isEqualTo(mean);
        assertThat(value("first.running_var")).isEqualTo(variance);
        assertThat(value("first.scale")).isEqualTo(1);
        assertThat(value("first.shift")).isEqualTo(0);
    }

    @Test
    void whatIsNotFiniteIsRefusedByName() {
        assertThatThrownBy(() -> recalibrate(new Numbers(Float.POSITIVE_INFINITY), 1))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("first.running_mean");
    }

    private float value(String name) {
        return network.stored().stream()
                .filter(store -> store.shape().name().equals(name))
                .map(store -> NativeMemory.getFloat(store.values()))
                .findFirst()
                .orElseThrow();
    }

    private void set(String name, float value) {
        network.stored().stream()
                .filter(store -> store.shape().name().equals(name))
                .forEach(store -> store.set(new float[] {value}));
    }
}
