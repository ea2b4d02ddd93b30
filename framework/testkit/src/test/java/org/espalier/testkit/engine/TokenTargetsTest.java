package org.espalier.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Metric;
import org.espalier.api.border.Predictions;
import org.espalier.api.graph.Initialisation;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.espalier.core.train.Evaluation;
import org.junit.jupiter.api.Test;

/** Measuring on examples with a label at every position. */
final class TokenTargetsTest {
    /** Losses of order 1 are off by less than this. */
    private static final double TOLERANCE = 1e-5;

    private static final int STEPS = 3;
    private static final int CLASSES = 4;

    /** Sequences of two features; every seventh position does not count. */
    private record Sequences(int count) implements Examples {
        @Override
        public void features(int id, float[] out) {
            for (int i = 0; i < out.length; i++) {
                out[i] = (float) Math.sin(5 * id + i);
            }
        }

        @Override
        public int label(int id) {
            throw new AssertionError("positions have labels");
        }

        @Override
        public int positions() {
            return STEPS;
        }

        @Override
        public void labels(int id, int[] out) {
            for (int p = 0; p < STEPS; p++) {
                out[p] = label(id, p);
            }
        }

        static int label(int id, int position) {
            int place = id * STEPS + position;
            return place % 7 == 6 ? -1 : place % CLASSES;
        }

        @Override
        public void target(int id, float[] out) {
            throw new AssertionError("positions have labels");
        }
    }

    /** Keeps what it is given. */
    private static final class Collected implements Metric, Metric.Accumulator {
        private int count;
        private int labels;
        private double outputs;

        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public Accumulator start() {
            return this;
        }

        @Override
        public void add(Predictions predictions) {
            for (int i = 0; i < predictions.count(); i++) {
                int label = predictions.label(i);
                labels += label;
                outputs += predictions.output(i, label) * (count + i + 1);
                assertThat(predictions.target(i, label)).isEqualTo(1f);
            }
            count += predictions.count();
        }

        @Override
        public double value() {
            return count;
        }
    }

    @Test
    void lossAndMetricsAreMeansOverThePositionsThatCount() {
        Sequences examples = new Sequences(150);
        Collected collected = new Collected();
        Model model = model(List.of(STEPS, 2));
        try (WorkerPool pool = new WorkerPool(2);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(3));
                Evaluation evaluation = new Evaluation(
                        network, model, objective(model), new ScalarKernels(), pool, Map.of("m", collected))) {
            Map<String, Double> measured = evaluation.measure(examples);
            float[] weight =
                    NativeMemory.floats(network.weight("out.weight").store().values(), 2 * CLASSES);
            Wanted wanted = Wanted.of(examples, weight, STEPS);
            assertThat(measured.get("loss")).isCloseTo(wanted.loss(), within(TOLERANCE));
            assertThat(collected.count).isEqualTo(wanted.count());
            assertThat(collected.labels).isEqualTo(wanted.labels());
            assertThat(collected.outputs).isCloseTo(wanted.outputs(), within(TOLERANCE * wanted.count() * 150));
        }
    }

    /** What plain sums in the order of examples and positions give. */
    private record Wanted(double loss, int count, int labels, double outputs) {
        static Wanted of(Sequences examples, float[] weight, int positions) {
            double loss = 0;
            int count = 0;
            int labels = 0;
            double outputs = 0;
            float[] features = new float[2 * STEPS];
            for (int id = 0; id < examples.count(); id++) {
                examples.features(id, features);
                for (int p = 0; p < positions; p++) {
                    int label = Sequences.label(id, p);
                    if (label < 0) {
                        continue;
                    }
                    double sum = 0;
                    double own = 0;
                    for (int c = 0; c < CLASSES; c++) {
                        double logit =
                                weight[2 * c] * features[2 * p] + weight[2 * c + 1] * (double) features[2 * p + 1];
                        sum += Math.exp(logit);
                        own = c == label ? logit : own;
                    }
                    loss += Math.log(sum) - own;
                    count++;
                    labels += label;
                    outputs += own * count;
                }
            }
            return new Wanted(loss / count, count, labels, outputs);
        }
    }

    @Test
    void aLossThatReadsAnotherNumberOfPositionsIsRefused() {
        ModelTrace trace = new ModelTrace(List.of(STEPS + 1, 2));
        trace.layer(
                "out",
                (graph, node) -> graph.linear(
                        node, graph.weight("weight", CLASSES, 2, Initialisation.HE_NORMAL), Optional.empty()));
        Model model = trace.model();
        try (WorkerPool pool = new WorkerPool(1);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(3));
                Evaluation evaluation =
                        new Evaluation(network, model, objective(model), new ScalarKernels(), pool, Map.of())) {
            assertThatThrownBy(() -> evaluation.measure(new Sequences(5)))
                    .isInstanceOf(EspalierException.class)
                    .hasMessage("The loss reads 4 positions of an example, but 3 have a label.");
        }
    }

    /** The first position of each sequence alone. */
    private record Points(Sequences sequences) implements Examples {
        @Override
        public int count() {
            return sequences.count();
        }

        @Override
        public void features(int id, float[] out) {
            sequences.features(id, out);
        }

        @Override
        public int label(int id) {
            return Sequences.label(id, 0);
        }

        @Override
        public void target(int id, float[] out) {
            throw new AssertionError("the loss reads classes");
        }
    }

    @Test
    void examplesWithoutAClassDoNotCount() {
        Points examples = new Points(new Sequences(1200));
        Collected collected = new Collected();
        Model model = model(List.of(2));
        try (WorkerPool pool = new WorkerPool(2);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(3));
                Evaluation evaluation = new Evaluation(
                        network, model, objective(model), new ScalarKernels(), pool, Map.of("m", collected))) {
            Map<String, Double> measured = evaluation.measure(examples);
            float[] weight =
                    NativeMemory.floats(network.weight("out.weight").store().values(), 2 * CLASSES);
            Wanted wanted = Wanted.of(examples.sequences(), weight, 1);
            assertThat(wanted.count()).isBetween(1000, 1199);
            assertThat(measured.get("loss")).isCloseTo(wanted.loss(), within(TOLERANCE));
            assertThat(collected.count).isEqualTo(wanted.count());
            assertThat(collected.labels).isEqualTo(wanted.labels());
            assertThat(collected.outputs).isCloseTo(wanted.outputs(), within(TOLERANCE * wanted.count() * 1200));
        }
    }

    private static Model model(List<Integer> shape) {
        ModelTrace trace = new ModelTrace(shape);
        trace.layer(
                "out",
                (graph, node) -> graph.linear(
                        node, graph.weight("weight", CLASSES, 2, Initialisation.HE_NORMAL), Optional.empty()));
        return trace.model();
    }

    private static Objective objective(Model model) {
        return LossTrace.of((graph, output) -> graph.crossEntropy(output, 0), model);
    }
}
