package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Hessian times the gradient, against Hessians worked out in double. */
final class HessianGradientTest {
    /** Of the largest entry: gradients of floats, divided by a step of a thousandth. */
    private static final double RELATIVE = 2e-4;

    private final WorkerPool pool = new WorkerPool(1);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        pool.close();
    }

    /** A network with its program, and inputs and targets by example. */
    private final class Net {
        private final Network network;
        private final Program program;
        private final double[][] inputs;
        private int passes;

        Net(int features, Layer layer, Map<String, long[]> starts, double[][] inputs, double[][] targets) {
            ModelTrace trace = new ModelTrace(List.of(features));
            trace.layer("net", layer);
            Model model = trace.model();
            this.inputs = inputs;
            network = new Network(model.parameters(), starts, RandomStream.ofSeed(7));
            program = new Program(
                    network,
                    model,
                    LossTrace.of((graph, output) -> graph.squaredError(output), model),
                    new ScalarKernels(),
                    pool,
                    inputs.length,
                    Optional.of(RandomStream.ofSeed(1)));
            open.add(network);
            open.add(program);
            put(program.input(), program.input().address(), inputs);
            put(program.output(), program.targets(), targets);
            pass();
        }

        private static void put(Plane like, long address, double[][] examples) {
            for (int i = 0; i < examples.length; i++) {
                for (int f = 0; f < examples[i].length; f++) {
                    NativeMemory.setFloat(address + 4L * (f * like.lanes() + i), (float) examples[i][f]);
                }
            }
        }

        final void pass() {
            program.bind();
            program.forward(inputs.length, 0);
            program.backward();
            passes++;
        }

        HessianGradient product() {
            return HessianGradient.of(
                    network.stored(),
                    network.weights().stream().map(TrainedWeight::store).toList(),
                    this::pass);
        }

        double[] values(String weight) {
            return doubles(store(weight).values(), store(weight).count());
        }

        double[] gradient(String weight) {
            return doubles(store(weight).gradient(), store(weight).count());
        }

        WeightStore store(String weight) {
            return network.weight(weight).store();
        }

        private static double[] doubles(long address, int count) {
            double[] all = new double[count];
            for (int k = 0; k < count; k++) {
                all[k] = NativeMemory.getFloat(address + 4L * k);
            }
            return all;
        }
    }

    private static Offset<Double> near(double[] wanted) {
        double largest = 0;
        for (double number : wanted) {
            largest = Math.max(largest, Math.abs(number));
        }
        return within(RELATIVE * largest);
    }

    private static void requireNear(float[] found, double[] wanted) {
        assertThat(found).hasSameSizeAs(wanted);
        for (int k = 0; k < wanted.length; k++) {
            assertThat((double) found[k]).as("value %d", k).isCloseTo(wanted[k], near(wanted));
        }
    }

    /** The mean of (x·w)² over two examples whose moments are [[2, 1], [1, 3]] / 2: g = H w, and H g = H H w. */
    @Test
    void ofALossThatIsAQuadraticForm() {
        Net net = new Net(
                2,
                (g, in) -> g.linear(in, g.weight("w", 1, 2, Initialisation.ZEROS), Optional.empty()),
                Map.of(),
                new double[][] {{Math.sqrt(2), 1 / Math.sqrt(2)}, {0, Math.sqrt(2.5)}},
                new double[2][1]);
        net.store("net.w").set(new float[] {1, -1});
        net.pass();
        requireNear(floats(net.gradient("net.w")), new double[] {1, -2});
        requireNear(net.product().of("net.w"), new double[] {0, -5});
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) numbers[k];
        }
        return floats;
    }

    private Net twoLayers(Map<String, long[]> starts) {
        RandomStream random = RandomStream.ofSeed(3);
        double[][] inputs = new double[5][3];
        double[][] targets = new double[5][2];
        for (int i = 0; i < inputs.length; i++) {
            for (int f = 0; f < 3; f++) {
                inputs[i][f] = (float) random.fork("x").gaussian(3L * i + f);
            }
            for (int f = 0; f < 2; f++) {
                targets[i][f] = (float) random.fork("t").gaussian(2L * i + f);
            }
        }
        return new Net(
                3,
                (g, in) -> g.linear(
                        g.activation(
                                g.linear(in, g.weight("a", 4, 3, Initialisation.HE_NORMAL), Optional.empty()),
                                Activation.TANH),
                        g.weight("b", 2, 4, Initialisation.HE_NORMAL),
                        Optional.empty()),
                starts,
                inputs,
                targets);
    }

    /**
     * How the gradient of the mean of (B tanh(A x) - t)² changes per distance along (dA, dB): the chain rule, twice, in double.
     */
    private record Chain(double[] a, double[] b, double[] da, double[] db, double[] ofA, double[] ofB) {
        Chain(double[] a, double[] b, double[] da, double[] db) {
            this(a, b, da, db, new double[a.length], new double[b.length]);
        }

        void add(double[] x, double[] target, int errors) {
            double[] h = new double[4];
            double[] dh = new double[4];
            for (int j = 0; j < h.length; j++) {
                h[j] = StrictMath.tanh(row(a, j, x));
                dh[j] = (1 - h[j] * h[j]) * row(da, j, x);
            }
            double[] back = new double[h.length];
            double[] dback = new double[h.length];
            for (int o = 0; o < target.length; o++) {
                double slope = 2 * (row(b, o, h) - target[o]) / errors;
                double dslope = 2 * (row(db, o, h) + row(b, o, dh)) / errors;
                for (int j = 0; j < h.length; j++) {
                    int k = o * h.length + j;
                    ofB[k] += dslope * h[j] + slope * dh[j];
                    back[j] += slope * b[k];
                    dback[j] += dslope * b[k] + slope * db[k];
                }
            }
            for (int k = 0; k < ofA.length; k++) {
                int j = k / x.length;
                double change = dback[j] * (1 - h[j] * h[j]) - back[j] * 2 * h[j] * dh[j];
                ofA[k] += change * x[k % x.length];
            }
        }

        private static double row(double[] matrix, int row, double[] x) {
            double sum = 0;
            for (int f = 0; f < x.length; f++) {
                sum += matrix[row * x.length + f] * x[f];
            }
            return sum;
        }
    }

    private static Chain exact(Net net, double[] a, double[] gradientOfA) {
        Chain chain = new Chain(a, net.values("net.b"), gradientOfA, net.gradient("net.b"));
        double[] target = new double[2];
        for (int e = 0; e < net.inputs.length; e++) {
            for (int o = 0; o < target.length; o++) {
                int place = o * net.program.output().lanes() + e;
                target[o] = NativeMemory.getFloat(net.program.targets() + 4L * place);
            }
            chain.add(net.inputs[e], target, net.inputs.length * target.length);
        }
        return chain;
    }

    @Test
    void ofTwoLayersItIsThatOfTheChainRule() {
        Net net = twoLayers(Map.of());
        Chain wanted = exact(net, net.values("net.a"), net.gradient("net.a"));
        HessianGradient product = net.product();
        requireNear(product.of("net.a"), wanted.ofA());
        requireNear(product.of("net.b"), wanted.ofB());
    }

    /** Links that are not there stay zero, so they are in neither the gradient nor the product. */
    @Test
    void ofASparseWeightItIsThatOfItsLinks() {
        long[] links = {0, 2, 4, 7, 9, 11};
        Net net = twoLayers(Map.of("net.a", links));
        double[] a = spread(net.values("net.a"), links, 12);
        double[] ga = spread(net.gradient("net.a"), links, 12);
        Chain wanted = exact(net, a, ga);
        HessianGradient product = net.product();
        double[] stored = new double[links.length];
        for (int k = 0; k < links.length; k++) {
            stored[k] = wanted.ofA()[(int) links[k]];
        }
        requireNear(product.of("net.a"), stored);
        requireNear(product.of("net.b"), wanted.ofB());
    }

    private static double[] spread(double[] stored, long[] positions, int all) {
        double[] spread = new double[all];
        for (int k = 0; k < stored.length; k++) {
            spread[(int) positions[k]] = stored[k];
        }
        return spread;
    }

    private Net normalised() {
        RandomStream random = RandomStream.ofSeed(4);
        double[][] inputs = new double[20][3];
        for (int i = 0; i < 60; i++) {
            inputs[i / 3][i % 3] = random.gaussian(i);
        }
        return new Net(
                3,
                (g, in) -> g.linear(
                        g.batchNorm(
                                g.linear(in, g.weight("a", 4, 3, Initialisation.HE_NORMAL), Optional.empty()),
                                g.vector("scale", 4, 1),
                                g.vector("shift", 4, 0),
                                0.1,
                                1e-5),
                        g.weight("b", 1, 4, Initialisation.HE_NORMAL),
                        Optional.empty()),
                Map.of("net.a", new long[] {0, 1, 3, 5, 8, 9, 10}),
                inputs,
                new double[20][1]);
    }

    /** As text, in which zeros have signs. */
    private static List<String> bits(Net net) {
        List<String> all = new ArrayList<>();
        for (WeightStore store : net.network.stored()) {
            all.add(Arrays.toString(NativeMemory.floats(store.values(), store.count())));
            all.add(Arrays.toString(NativeMemory.floats(store.gradient(), store.count())));
        }
        Plane out = net.program.output();
        all.add(Arrays.toString(NativeMemory.floats(out.address(), out.features() * out.lanes())));
        return all;
    }

    @Test
    void valuesGradientsStatisticsAndPlanesAreLeftAsTheyWere() {
        Net net = normalised();
        net.store("net.a").set(new float[] {-0f, 1, 0, -2, 0.1f, Float.MIN_VALUE, 3});
        net.pass();
        List<String> before = bits(net);
        assertThat(net.product().of("net.b")).isNotEqualTo(new float[4]);
        assertThat(bits(net)).isEqualTo(before);
    }

    @Test
    void valuesAndGradientsAreGivenBackWhenAPassFails() {
        Net net = normalised();
        List<String> before = bits(net);
        List<WeightStore> moved =
                net.network.weights().stream().map(TrainedWeight::store).toList();
        assertThatThrownBy(() -> HessianGradient.of(net.network.stored(), moved, () -> {
                    throw new Diverged("The loss became NaN");
                }))
                .isInstanceOf(Diverged.class);
        assertThat(bits(net)).isEqualTo(before);
    }

    @Test
    void aGradientOfZeroCostsNoPass() {
        Net net = twoLayers(Map.of());
        for (WeightStore store : net.network.stored()) {
            NativeMemory.clear(store.gradient(), 4L * store.count());
        }
        int before = net.passes;
        assertThat(net.product().of("net.a")).isEmpty();
        assertThat(net.passes).isEqualTo(before);
    }
}
