package org.espalier.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Unary;
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
import org.espalier.testkit.PlainGraph;
import org.junit.jupiter.api.Test;

/** Losses that ask a teacher, and sums of losses. */
final class TaughtTest {
    private static final int INPUTS = 3;
    private static final int CLASSES = 4;
    private static final int LIVE = 19;
    private static final int CAPACITY = 24;

    /** Half of the labels, a tenth of the squares, and the teacher. */
    private static Node mixed(GraphBuilder graph, Node output) {
        Node wanted = graph.softmax(graph.unary(graph.teacher(), Unary.SCALE, 0.5), CLASSES);
        return graph.weightedSum(
                List.of(
                        graph.crossEntropy(output, 0.1),
                        graph.klDivergence(graph.unary(output, Unary.SCALE, 0.5), wanted),
                        graph.squaredError(output)),
                0.5,
                2,
                0.1);
    }

    private static Model model() {
        ModelTrace trace = new ModelTrace(List.of(INPUTS));
        trace.layer(
                "it",
                (graph, input) -> graph.linear(
                        input,
                        graph.weight("w", CLASSES, INPUTS, Initialisation.HE_NORMAL),
                        Optional.of(graph.vector("b", CLASSES, 0.25))));
        return trace.model();
    }

    private static double[][] drawn(int features, String what) {
        double[][] numbers = new double[features][LIVE];
        for (int f = 0; f < features; f++) {
            for (int e = 0; e < LIVE; e++) {
                numbers[f][e] =
                        (float) RandomStream.ofSeed(3).fork(what).fork(f).gaussian(e);
            }
        }
        return numbers;
    }

    private static int[] labels() {
        int[] labels = new int[LIVE];
        for (int e = 0; e < LIVE; e++) {
            labels[e] = e % CLASSES;
        }
        return labels;
    }

    /** The loss of a linear layer with these numbers, in double. */
    private static double plain(double[] bias, double[][] weight) {
        double[][] x = drawn(INPUTS, "x");
        double[][] y = new double[CLASSES][LIVE];
        for (int c = 0; c < CLASSES; c++) {
            for (int e = 0; e < LIVE; e++) {
                y[c][e] = bias[c];
                for (int i = 0; i < INPUTS; i++) {
                    y[c][e] += weight[c][i] * x[i][e];
                }
            }
        }
        PlainGraph graph =
                new PlainGraph(labels()).targets(drawn(CLASSES, "targets")).teacher(drawn(CLASSES, "v"));
        return PlainGraph.scalar(mixed(graph, new PlainGraph.PlainNode(y)));
    }

    private static void write(Plane plane, double[][] numbers) {
        write(plane.address(), plane.lanes(), numbers);
    }

    private static void write(long address, int lanes, double[][] numbers) {
        for (int f = 0; f < numbers.length; f++) {
            for (int e = 0; e < LIVE; e++) {
                NativeMemory.setFloat(address + 4L * ((long) f * lanes + e), (float) numbers[f][e]);
            }
        }
    }

    @Test
    void lossAndGradientsAreThoseOfTheSum() {
        Model model = model();
        try (WorkerPool pool = new WorkerPool(2);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
                Program program = new Program(
                        network,
                        model,
                        LossTrace.taught(TaughtTest::mixed, model),
                        new ScalarKernels(),
                        pool,
                        CAPACITY,
                        Optional.of(RandomStream.ofSeed(2)))) {
            write(program.input(), drawn(INPUTS, "x"));
            write(program.teacher().orElseThrow(), drawn(CLASSES, "v"));
            write(program.targets(), program.output().lanes(), drawn(CLASSES, "targets"));
            for (int e = 0; e < program.output().lanes(); e++) {
                NativeMemory.setInt(program.labels() + 4L * e, e < LIVE ? labels()[e] : -1);
            }
            double loss = program.forward(LIVE, 0);
            program.backward();
            float[] values =
                    NativeMemory.floats(network.weights().getFirst().store().values(), CLASSES * INPUTS);
            double[] bias = {0.25, 0.25, 0.25, 0.25};
            double[][] weight = new double[CLASSES][INPUTS];
            for (int k = 0; k < values.length; k++) {
                weight[k / INPUTS][k % INPUTS] = values[k];
            }
            assertThat(loss).isCloseTo(plain(bias, weight), within(1e-5));
            float[] gradients = NativeMemory.floats(network.vectors().getFirst().gradient(), CLASSES);
            for (int c = 0; c < CLASSES; c++) {
                bias[c] += 1e-5;
                double more = plain(bias, weight);
                bias[c] -= 2e-5;
                double less = plain(bias, weight);
                bias[c] += 1e-5;
                assertThat((double) gradients[c]).isCloseTo((more - less) / 2e-5, within(1e-5));
            }
        }
    }

    @Test
    void withoutTheTeacherTheRestIsLeft() {
        Objective alone = LossTrace.taught(TaughtTest::mixed, model()).alone();
        assertThat(alone.terms()).extracting(Objective.Term::weight).containsExactly(0.5 / 0.6, 0.1 / 0.6);
        assertThat(alone.teacher()).isEmpty();
        assertThat(alone.operations()).hasSize(2);
    }

    private static void refused(Loss loss, String why) {
        assertThatThrownBy(() -> LossTrace.taught(loss, model()))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThatThrownBy(() -> LossTrace.of(TaughtTest::mixed, model()))
                .hasMessageContaining("the phase has none. Say in it: teacher from: 'baseline'");
        refused((graph, output) -> graph.klDivergence(output, output), "probabilities that a teacher gives");
        refused(
                (graph, output) -> graph.klDivergence(output, graph.softmax(graph.teacher(), CLASSES)),
                "nothing of it can be measured without a teacher");
        refused((graph, output) -> graph.weightedSum(List.of(), new double[0]), "at least one");
        refused((graph, output) -> graph.weightedSum(List.of(graph.squaredError(output)), -1), "must be in [0, inf)");
        refused((graph, output) -> graph.weightedSum(List.of(output), 1), "takes losses");
    }
}
