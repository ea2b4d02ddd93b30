package org.espalier.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.espalier.testkit.GraphCheck;
import org.espalier.testkit.reference.PlainLosses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Loss and every gradient of whole programs against their reading in plain double. */
final class ProgramTest {
    /** Losses of order 1, and sums of a few float products, are off by less than this. */
    private static final double TOLERANCE = 2e-5;

    @ParameterizedTest
    @CsvSource({
        "RELU, 1, 1, 1",
        "RELU, 16, 16, 0.4",
        "RELU, 130, 130, 0.6",
        "RELU, 130, 77, 1",
        "TANH, 37, 5, 0.5",
        "SIGMOID, 33, 33, 1",
        "SILU, 200, 129, 0.7",
        "LEAKY_RELU, 17, 17, 1",
        "NONE, 40, 39, 0.5",
    })
    void denseLayersAreThoseOfTheDoubleReading(Activation activation, int capacity, int live, double density) {
        // The last layer has an activation of its own, to see that its gradient is masked as well.
        GraphCheck.of(List.of(9), dense(11, activation), dense(7, Activation.RELU), dense(5, activation))
                .batch(capacity, live)
                .density(density)
                .check();
    }

    @ParameterizedTest
    @CsvSource({
        // height, width, kernel height, kernel width, stride, padding, dilation, groups
        "5, 4, 3, 3, 1, 1, 1, 1",
        "7, 6, 3, 2, 1, 0, 1, 1",
        "8, 9, 3, 3, 2, 1, 1, 1",
        "9, 7, 5, 3, 2, 2, 1, 2",
        "9, 9, 3, 3, 1, 2, 2, 1",
        "10, 8, 3, 3, 3, 1, 2, 1",
        "6, 6, 1, 1, 2, 0, 1, 1",
        "5, 5, 2, 2, 3, 0, 1, 4",
        "4, 4, 4, 4, 1, 3, 1, 1",
        "1, 1, 3, 3, 1, 1, 1, 1",
    })
    void convolutionsAreThoseOfTheDoubleReading(
            int height,
            int width,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            int dilation,
            int groups) {
        Window window = new Window(kernelHeight, kernelWidth, stride, stride, padding, padding, dilation, dilation);
        // A convolution before it, so that it has an input gradient; an activation that keeps it apart.
        GraphCheck check = GraphCheck.of(
                List.of(height, width, 3),
                convolution(4, Window.square(3, 1, 1, 1), 1, Activation.TANH),
                convolution(8, window, groups, Activation.RELU));
        check.batch(18, 18).check();
        check.batch(18, 3).density(0.4).check();
    }

    @ParameterizedTest
    @CsvSource({"1", "0.5"})
    void convolutionsWithReluOneAfterTheOtherMaskTheirGradients(double density) {
        GraphCheck.of(
                        List.of(5, 4, 2),
                        convolution(5, Window.square(3, 1, 1, 1), 1, Activation.RELU),
                        convolution(6, Window.square(3, 2, 1, 1), 1, Activation.RELU),
                        convolution(4, Window.square(1, 1, 0, 1), 1, Activation.RELU),
                        dense(7, Activation.RELU))
                .batch(140, 133)
                .density(density)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"1, 12", "0.4, 3"})
    void sequencesHaveWindowsOfOneRow(double density, int live) {
        GraphCheck.of(
                        List.of(9, 3),
                        convolution(5, new Window(1, 3, 1, 1, 0, 1, 1, 1), 1, Activation.TANH),
                        convolution(4, new Window(1, 4, 1, 2, 0, 3, 1, 1), 1, Activation.NONE),
                        dense(6, Activation.SILU))
                .batch(16, live)
                .density(density)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 0, 1", "3, 2, 1, 1", "3, 1, 1, 2", "2, 3, 0, 1", "5, 5, 0, 1"})
    void poolsAreThoseOfTheDoubleReading(int size, int stride, int padding, int dilation) {
        Window window = Window.square(size, stride, padding, dilation);
        Layer first = convolution(3, Window.square(3, 1, 1, 1), 1, Activation.TANH);
        GraphCheck.of(List.of(5, 6, 2), first, (graph, node) -> graph.maxPool(node, window), dense(4, Activation.NONE))
                .check();
        GraphCheck.of(
                        List.of(5, 6, 2),
                        first,
                        (graph, node) -> graph.averagePool(node, window),
                        dense(4, Activation.NONE))
                .batch(17, 11)
                .check();
    }

    @ParameterizedTest
    @EnumSource
    void aValueReadTwiceCollectsBothGradients(Activation activation) {
        Layer residual = (graph, node) -> {
            Window window = Window.square(3, 1, 1, 1);
            var weight = graph.kernel("inner.weight", 3, 3, window, Initialisation.HE_NORMAL);
            var inner = graph.activation(graph.convolution(node, weight, Optional.empty(), window, 1), activation);
            return graph.activation(graph.add(inner, node), Activation.RELU);
        };
        Layer doubled = (graph, node) -> graph.add(node, node);
        Layer flat = (graph, node) -> graph.add(graph.flatten(node), graph.flatten(node));
        // More than one block of examples for one of them: each example more costs all activations their time.
        int examples = activation == Activation.GELU ? 130 : 20;
        GraphCheck.of(
                        List.of(3, 3, 2),
                        convolution(3, Window.square(3, 1, 1, 1), 1, Activation.RELU),
                        residual,
                        doubled,
                        residual,
                        flat)
                .batch(examples, examples)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"130, 130, 0", "33, 20, 0.1"})
    void crossEntropyIsThatOfTheDoubleReading(int capacity, int live, double smoothing) {
        ModelTrace trace = new ModelTrace(List.of(5));
        trace.layer("out", dense(5, Activation.NONE));
        Model model = trace.model();
        Objective objective = LossTrace.of((graph, output) -> graph.crossEntropy(output, smoothing), model);
        try (WorkerPool pool = new WorkerPool(2);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(3));
                Program program = new Program(
                        network,
                        model,
                        objective,
                        new ScalarKernels(),
                        pool,
                        capacity,
                        Optional.of(RandomStream.ofSeed(8)))) {
            int[] labels = new int[live];
            for (int e = live; e < program.input().blocks() * program.input().lanes(); e++) {
                NativeMemory.setInt(program.labels() + 4L * e, -1);
            }
            for (int e = 0; e < live; e++) {
                labels[e] = e % 5;
                NativeMemory.setInt(program.labels() + 4L * e, labels[e]);
                for (int f = 0; f < 5; f++) {
                    int lanes = program.input().lanes();
                    long tile = program.input().tile(e / lanes, 0, 0);
                    NativeMemory.setFloat(tile + 4L * (f * lanes + e % lanes), (float) Math.sin(7 * e + f));
                }
            }
            double loss = program.forward(live, 0);
            double[][] outputs = new double[5][live];
            for (int e = 0; e < live; e++) {
                for (int f = 0; f < 5; f++) {
                    int lanes = program.output().lanes();
                    long tile = program.output().tile(e / lanes, 0, 0);
                    outputs[f][e] = NativeMemory.getFloat(tile + 4L * (f * lanes + e % lanes));
                }
            }
            assertThat(loss).isCloseTo(PlainLosses.crossEntropy(outputs, labels, smoothing), within(TOLERANCE));
            program.backward();
            double[][] gradient = PlainLosses.crossEntropyGradient(outputs, labels, smoothing);
            for (int f = 0; f < 5; f++) {
                double sum = 0;
                for (double g : gradient[f]) {
                    sum += g;
                }
                assertThat((double)
                                NativeMemory.getFloat(network.vector("out.bias").gradient() + 4L * f))
                        .isCloseTo(sum, within(TOLERANCE));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 20, 1", "70, 33, 0.5", "16, 1, 1"})
    void crossEntropyAtEveryPositionCountsThoseWithALabel(int capacity, int live, double density) {
        GraphCheck.of(List.of(7, 3), convolution(6, new Window(1, 3, 1, 1, 0, 1, 1, 1), 1, Activation.TANH), atEach(5))
                .labelled()
                .batch(capacity, live)
                .density(density)
                .check();
    }

    /** A dense layer at every position. */
    private static Layer atEach(int units) {
        return (graph, node) -> graph.linear(
                node,
                graph.weight("weight", units, node.features(), Initialisation.HE_NORMAL),
                Optional.of(graph.vector("bias", units, 0)));
    }

    private static Layer dense(int units, Activation activation) {
        return (graph, node) -> {
            var in = node.grid().isEmpty() ? node : graph.flatten(node);
            var weight = graph.weight("weight", units, in.features(), Initialisation.HE_NORMAL);
            return graph.activation(graph.linear(in, weight, Optional.of(graph.vector("bias", units, 0))), activation);
        };
    }

    private static Layer convolution(int filters, Window window, int groups, Activation activation) {
        return (graph, node) -> {
            var weight = graph.kernel("weight", filters, node.features() / groups, window, Initialisation.HE_NORMAL);
            var bias = Optional.of(graph.vector("bias", filters, 0.1));
            return graph.activation(graph.convolution(node, weight, bias, window, groups), activation);
        };
    }
}
