package org.espalier.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Unary;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.ShapeMistake;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;

/** Normal noise, and parts of the loss that layers add. */
final class NoiseAndPenaltyTest {
    private static Node dense(GraphBuilder graph, Node input, String name, int units) {
        return graph.linear(
                input, graph.weight(name, units, input.features(), Initialisation.LECUN_NORMAL), Optional.empty());
    }

    private static Node noisy(GraphBuilder graph, Node input) {
        Node twice = graph.multiply(input, graph.normalNoise(input));
        return graph.add(twice, graph.normalNoise(input));
    }

    @Test
    void noiseIsAConstantToTheGradient() {
        Layer layer = (graph, input) -> dense(graph, noisy(graph, dense(graph, input, "a", 7)), "b", 3);
        for (int live : new int[] {1, 7, 20}) {
            GraphCheck.of(List.of(5), layer).batch(20, live).check();
        }
        GraphCheck.of(List.of(5), layer).density(0.5).batch(150, 133).check();
    }

    @Test
    void noiseHasNumbersForEveryPositionOfAPicture() {
        Window window = Window.square(3, 1, 1, 1);
        Layer layer = (graph, input) -> noisy(
                graph,
                graph.convolution(
                        input, graph.kernel("a", 3, 2, window, Initialisation.HE_NORMAL), Optional.empty(), window, 1));
        GraphCheck.of(List.of(4, 3, 2), layer).batch(35, 33).check();
    }

    @Test
    void penaltiesAreMeansOverLivePositions() {
        Layer layer = (graph, input) -> {
            Node inner = dense(graph, input, "a", 7);
            graph.penalty(graph.unary(inner, Unary.SQUARE), 0.7);
            graph.penalty(inner, -0.3);
            graph.penalty(input, 1.5);
            return dense(graph, inner, "b", 3);
        };
        for (int live : new int[] {1, 7, 20}) {
            GraphCheck.of(List.of(5), layer).batch(20, live).check();
        }
        GraphCheck.of(List.of(5), layer).density(0.5).batch(150, 133).check();
    }

    @Test
    void penaltiesTakePositionsOfAPicture() {
        Window window = Window.square(3, 1, 1, 1);
        Layer layer = (graph, input) -> {
            Node inner = graph.convolution(
                    input, graph.kernel("a", 3, 2, window, Initialisation.HE_NORMAL), Optional.empty(), window, 1);
            graph.penalty(graph.unary(inner, Unary.SQUARE), 0.7);
            return inner;
        };
        GraphCheck.of(List.of(4, 3, 2), layer).batch(35, 33).check();
    }

    @Test
    void outsideOfTrainingThereIsNeitherNoiseNorPenalty() {
        assertThat(loss(Optional.of(RandomStream.ofSeed(1)))).isGreaterThan(1);
        assertThat(loss(Optional.empty())).isZero();
    }

    /** The mean of the squares of noise, which are 0 without. */
    private static double loss(Optional<RandomStream> training) {
        ModelTrace trace = new ModelTrace(List.of(5));
        trace.layer("it", (graph, input) -> {
            Node zeros = graph.linear(input, graph.weight("w", 5, 5, Initialisation.ZEROS), Optional.empty());
            Node noise = graph.add(zeros, graph.normalNoise(zeros));
            graph.penalty(graph.unary(zeros, Unary.SHIFT, 1), 1);
            return noise;
        });
        Model model = trace.model();
        Objective objective = LossTrace.of((graph, output) -> graph.squaredError(output), model);
        try (WorkerPool pool = new WorkerPool(2);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
                Program program = new Program(network, model, objective, new ScalarKernels(), pool, 40, training)) {
            Plane in = program.input();
            NativeMemory.clear(in.address(), in.bytes());
            NativeMemory.clear(program.targets(), program.output().bytes());
            return program.forward(33, 0);
        }
    }

    @Test
    void anInfinitePenaltyIsRefused() {
        Layer layer = (graph, input) -> {
            graph.penalty(input, Double.POSITIVE_INFINITY);
            return input;
        };
        assertThatThrownBy(() -> new ModelTrace(List.of(5)).layer("it", layer))
                .isInstanceOf(ShapeMistake.class)
                .hasMessageContaining("with a finite weight");
    }
}
