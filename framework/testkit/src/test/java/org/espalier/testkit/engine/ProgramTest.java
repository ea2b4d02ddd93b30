package org.espalier.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Activation;
import org.espalier.api.backend.Panel;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Initialisation;
import org.espalier.core.model.Layer;
import org.espalier.core.model.LayerSpec;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.LossOperation;
import org.espalier.core.program.Program;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;
import org.espalier.testkit.reference.PlainActivation;
import org.espalier.testkit.reference.PlainLinear;
import org.espalier.testkit.reference.PlainLosses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loss and every gradient of whole programs against a chain of operations in plain double. */
final class ProgramTest {
    /** Sums of at most 200 float products of order 1 are off by less than this. */
    private static final double TOLERANCE = 2e-5;

    private static final int INPUTS = 9;
    private static final int OUTPUTS = 5;

    @ParameterizedTest
    @CsvSource({
        "RELU, 1, 1, 0, true",
        "RELU, 16, 16, 0, false",
        "RELU, 130, 130, 0.1, true",
        "RELU, 130, 77, 0.1, true",
        "TANH, 37, 5, 0, true",
        "SIGMOID, 33, 33, 0.2, false",
        "SILU, 200, 129, 0, true",
        "LEAKY_RELU, 17, 17, 0, false",
        "NONE, 40, 39, 0, true",
    })
    void crossEntropyGradientsAreThoseOfTheDoubleReading(
            Activation activation, int capacity, int live, double smoothing, boolean sparse) {
        check(activation, new LossOperation.CrossEntropy(smoothing), capacity, live, sparse);
    }

    @ParameterizedTest
    @CsvSource({"RELU, 20, 20, true", "TANH, 150, 131, false"})
    void squaredErrorGradientsAreThoseOfTheDoubleReading(
            Activation activation, int capacity, int live, boolean sparse) {
        check(activation, new LossOperation.SquaredError(), capacity, live, sparse);
    }

    private static void check(Activation activation, LossOperation loss, int capacity, int live, boolean sparse) {
        // The last layer has an activation of its own, to see that its gradient is masked as well.
        List<LayerSpec> specs = List.of(
                spec("one", 11, INPUTS, activation),
                spec("two", 7, 11, Activation.RELU),
                spec("out", OUTPUTS, 7, activation));
        Map<String, long[]> starts = new LinkedHashMap<>();
        if (sparse) {
            specs.forEach(s -> starts.put(s.name(), everyThird(s.shape())));
        }
        try (WorkerPool pool = new WorkerPool(2);
                Network network = new Network(specs, starts, RandomStream.ofSeed(3));
                Program program = new Program(network, loss, new ScalarKernels(), pool, capacity, true)) {
            Batch batch = Batch.random(live, RandomStream.ofSeed(4));
            batch.load(program);
            Chain chain = new Chain(network, loss, batch);
            assertThat(program.forward(live)).isCloseTo(chain.loss, within(TOLERANCE));
            program.backward();
            chain.check(network);
            assertThat(program.bytes()).isEqualTo(Program.bytes(specs, loss, capacity, true));
        }
    }

    private static LayerSpec spec(String name, int rows, int columns, Activation activation) {
        return new LayerSpec(
                name, new MatrixShape(name + ".weight", rows, columns), activation, true, Initialisation.HE_NORMAL);
    }

    private static long[] everyThird(MatrixShape shape) {
        return LongStream.range(0, shape.positions()).filter(p -> p % 3 != 1).toArray();
    }

    /** Random examples. */
    private record Batch(double[][] in, int[] labels, double[][] targets) {
        static Batch random(int live, RandomStream random) {
            double[][] in = new double[INPUTS][live];
            double[][] targets = new double[OUTPUTS][live];
            int[] labels = new int[live];
            for (int p = 0; p < live; p++) {
                labels[p] = (int) random.below(OUTPUTS, p);
                for (int f = 0; f < INPUTS; f++) {
                    in[f][p] = (float) random.gaussian(1000L + 100 * p + f);
                }
                for (int f = 0; f < OUTPUTS; f++) {
                    targets[f][p] = (float) random.gaussian(90_000L + 100 * p + f);
                }
            }
            return new Batch(in, labels, targets);
        }

        void load(Program program) {
            for (int p = 0; p < labels.length; p++) {
                NativeMemory.setInt(program.labels() + 4L * p, labels[p]);
                for (int f = 0; f < INPUTS; f++) {
                    NativeMemory.setFloat(address(program.input(), program.panel(), INPUTS, f, p), (float) in[f][p]);
                }
                for (int f = 0; f < OUTPUTS && program.targets() != 0; f++) {
                    NativeMemory.setFloat(
                            address(program.targets(), program.panel(), OUTPUTS, f, p), (float) targets[f][p]);
                }
            }
        }

        private static long address(long plane, Panel panel, int features, int feature, int position) {
            long block = position / panel.width();
            return plane + 4 * ((block * features + feature) * panel.width() + position % panel.width());
        }
    }

    /** The same network in plain double, forward and backward. */
    private static final class Chain {
        private final double loss;
        private final double[][][] weightGradients;
        private final double[][] biasGradients;

        Chain(Network network, LossOperation operation, Batch batch) {
            int layers = network.layers().size();
            double[][][] ins = new double[layers + 1][][];
            double[][][] sums = new double[layers][][];
            ins[0] = batch.in();
            for (int l = 0; l < layers; l++) {
                Layer layer = network.layers().get(l);
                double[] bias = values(layer.bias().orElseThrow());
                sums[l] = PlainLinear.product(dense(layer.weight()), ins[l], bias);
                ins[l + 1] = map(sums[l], x -> PlainActivation.value(layer.activation(), x));
            }
            double[][] outputs = ins[layers];
            double[][] gradient;
            if (operation instanceof LossOperation.CrossEntropy crossEntropy) {
                loss = PlainLosses.crossEntropy(outputs, batch.labels(), crossEntropy.smoothing());
                gradient = PlainLosses.crossEntropyGradient(outputs, batch.labels(), crossEntropy.smoothing());
            } else {
                loss = PlainLosses.squaredError(outputs, batch.targets());
                gradient = PlainLosses.squaredErrorGradient(outputs, batch.targets());
            }
            weightGradients = new double[layers][][];
            biasGradients = new double[layers][];
            for (int l = layers - 1; l >= 0; l--) {
                Layer layer = network.layers().get(l);
                double[][] slopes = map(sums[l], x -> PlainActivation.derivative(layer.activation(), x));
                gradient = product(gradient, slopes);
                weightGradients[l] = PlainLinear.weightGradient(gradient, ins[l]);
                biasGradients[l] = PlainLinear.biasGradient(gradient);
                gradient = PlainLinear.inputGradient(dense(layer.weight()), gradient);
            }
        }

        void check(Network network) {
            for (int l = 0; l < network.layers().size(); l++) {
                Layer layer = network.layers().get(l);
                WeightStore weight = layer.weight();
                for (int k = 0; k < weight.count(); k++) {
                    int row = weight instanceof SparseWeight s
                            ? s.topology().row(k)
                            : k / weight.shape().columns();
                    int column = weight instanceof SparseWeight s
                            ? s.topology().column(k)
                            : k % weight.shape().columns();
                    assertThat((double) NativeMemory.getFloat(weight.gradient() + 4L * k))
                            .as("%s[%s][%s]", weight.shape().name(), row, column)
                            .isCloseTo(weightGradients[l][row][column], within(TOLERANCE));
                }
                for (int r = 0; r < layer.shape().rows(); r++) {
                    long address = layer.bias().orElseThrow().gradient() + 4L * r;
                    assertThat((double) NativeMemory.getFloat(address))
                            .isCloseTo(biasGradients[l][r], within(TOLERANCE));
                }
            }
        }

        private static double[][] dense(WeightStore weight) {
            double[][] dense = new double[weight.shape().rows()][weight.shape().columns()];
            double[] values = values(weight);
            for (int k = 0; k < values.length; k++) {
                if (weight instanceof SparseWeight s) {
                    dense[s.topology().row(k)][s.topology().column(k)] = values[k];
                } else {
                    dense[k / weight.shape().columns()][k % weight.shape().columns()] = values[k];
                }
            }
            return dense;
        }

        private static double[] values(WeightStore weight) {
            float[] floats = NativeMemory.floats(weight.values(), weight.count());
            double[] values = new double[floats.length];
            for (int k = 0; k < values.length; k++) {
                values[k] = floats[k];
            }
            return values;
        }

        private interface Function {
            double of(double x);
        }

        private static double[][] map(double[][] in, Function function) {
            double[][] out = new double[in.length][in[0].length];
            for (int r = 0; r < in.length; r++) {
                for (int p = 0; p < in[r].length; p++) {
                    out[r][p] = function.of(in[r][p]);
                }
            }
            return out;
        }

        private static double[][] product(double[][] a, double[][] b) {
            double[][] out = new double[a.length][a[0].length];
            for (int r = 0; r < a.length; r++) {
                for (int p = 0; p < a[r].length; p++) {
                    out[r][p] = a[r][p] * b[r][p];
                }
            }
            return out;
        }
    }
}
