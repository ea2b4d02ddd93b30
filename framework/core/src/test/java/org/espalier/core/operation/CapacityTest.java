package org.espalier.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.ShapeMistake;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gates that come in as they are: {@code [experts]} for each example, or for each position of each. */
final class CapacityTest {
    private static Model model(List<Integer> shape, int routes, double training, double evaluation) {
        ModelTrace trace = new ModelTrace(shape);
        int experts = shape.getLast();
        trace.layer("it", (graph, in) -> {
            // A weight of ones, so that there are gradients to look at.
            var gates =
                    graph.linear(in, graph.weight("weight", experts, experts, Initialisation.ZEROS), Optional.empty());
            return graph.capacity(gates, routes, training, evaluation);
        });
        trace.layer("flat", (graph, in) -> graph.flatten(in));
        return trace.model();
    }

    /**
     * What is left of gates.
     *
     * @param gates {@code [examples][positions * experts]}
     * @param trained whether it is asked of a program that trains
     */
    private static float[][] left(Model model, float[][] gates, boolean trained, int threads) {
        try (WorkerPool pool = new WorkerPool(threads);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
                Program program = new Program(
                        network,
                        model,
                        LossTrace.of((graph, output) -> graph.squaredError(output), model),
                        new ScalarKernels(),
                        pool,
                        gates.length,
                        trained ? Optional.of(RandomStream.ofSeed(2)) : Optional.empty())) {
            setIdentity(network, model.input().features());
            program.bind();
            load(program.input(), gates);
            program.forward(gates.length, 0);
            return read(program.output(), gates.length);
        }
    }

    private static void setIdentity(Network network, int size) {
        float[] identity = new float[size * size];
        for (int i = 0; i < size; i++) {
            identity[i * size + i] = 1;
        }
        network.weights().getFirst().store().set(identity);
    }

    private static void load(Plane in, float[][] gates) {
        int positions = in.grid().positions();
        for (int e = 0; e < gates.length; e++) {
            for (int i = 0; i < gates[e].length; i++) {
                int tile = e / in.lanes() * positions + i / in.features();
                long place = in.numbered(tile) + 4L * (i % in.features() * in.lanes() + e % in.lanes());
                NativeMemory.setFloat(place, gates[e][i]);
            }
        }
    }

    private static float[][] read(Plane out, int examples) {
        float[][] values = new float[examples][out.features()];
        for (int e = 0; e < examples; e++) {
            for (int f = 0; f < out.features(); f++) {
                long tile = out.numbered(e / out.lanes());
                values[e][f] = NativeMemory.getFloat(tile + 4L * (f * out.lanes() + e % out.lanes()));
            }
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"1.25, 1, 8, 4, 3", "1, 1, 8, 4, 2", "2, 2, 5, 4, 5", "1.1, 1, 100, 10, 11", "0.01, 1, 8, 4, 1"})
    void theRoomIsTheShareTimesTheFactorRoundedUp(double factor, int routes, long positions, int experts, long room) {
        assertThat(Capacity.room(factor, routes, positions, experts)).isEqualTo(room);
    }

    /** Eight positions, four experts, a factor of 1.25: the first expert, which six prefer, has room for three. */
    @Test
    void thoseWhoComeFirstAreServed() {
        float[][] gates = new float[8][4];
        int[] preferred = {0, 0, 1, 0, 0, 3, 0, 0};
        for (int e = 0; e < 8; e++) {
            gates[e][preferred[e]] = 0.5f + 0.05f * e;
        }
        float[][] left = left(model(List.of(4), 1, 1.25, 0), gates, true, 1);

        for (int e = 0; e < 8; e++) {
            boolean dropped = e == 4 || e == 6 || e == 7;
            assertThat(left[e]).as("example %d", e).containsExactly(dropped ? new float[4] : gates[e]);
        }
    }

    /** With two routes and room for one: the second gate of the first position comes after the first of the second. */
    @Test
    void firstGatesComeBeforeSecondOnes() {
        float[][] gates = {{0.6f, 0.4f, 0}, {0.3f, 0.7f, 0}};
        float[][] left = left(model(List.of(3), 2, 0.5, 0), gates, true, 1);

        assertThat(left[0]).containsExactly(0.6f, 0, 0);
        assertThat(left[1]).containsExactly(0, 0.7f, 0);
    }

    @Test
    void ofEqualGatesTheFirstComesFirst() {
        float[][] gates = {{0.5f, 0.5f, 0}, {0, 0.5f, 0.5f}};
        float[][] left = left(model(List.of(3), 2, 0.5, 0), gates, true, 1);

        assertThat(left[0]).containsExactly(0.5f, 0, 0);
        assertThat(left[1]).containsExactly(0, 0.5f, 0.5f);
    }

    /** Of two sequences of two positions, with room for two: both of the first sequence. */
    @Test
    void positionsOfAnExampleComeBeforeThoseOfTheNext() {
        float[][] gates = {{1, 0, 1, 0}, {1, 0, 1, 0}};
        float[][] left = left(model(List.of(2, 2), 1, 1, 0), gates, true, 1);

        assertThat(left[0]).containsExactly(1, 0, 1, 0);
        assertThat(left[1]).containsOnly(0);
    }

    @Test
    void outsideOfTrainingTheOtherFactorHolds() {
        float[][] gates = {{1, 0}, {1, 0}, {1, 0}, {1, 0}};

        assertThat(left(model(List.of(2), 1, 0.5, 0), gates, false, 1)).isDeepEqualTo(gates);
        assertThat(left(model(List.of(2), 1, 0, 1.5), gates, false, 1)[3]).containsExactly(0, 0);
        assertThat(left(model(List.of(2), 1, 0, 1.5), gates, true, 1)).isDeepEqualTo(gates);
    }

    /** In several blocks, with any number of threads. */
    @Test
    void noExpertHasMoreThanItsRoomAndWhatIsLeftIsDropped() {
        int examples = 300;
        int experts = 5;
        int routes = 2;
        float[][] gates = drawn(examples, experts, routes);
        int room = (int) Capacity.room(0.9, routes, examples, experts);
        float[][] left = left(model(List.of(experts), routes, 0.9, 0), gates, true, 1);
        int kept = 0;
        int dropped = 0;
        for (int e = 0; e < experts; e++) {
            int seen = 0;
            for (int i = 0; i < examples; i++) {
                seen += left[i][e] != 0 ? 1 : 0;
                dropped += gates[i][e] != 0 && left[i][e] == 0 ? 1 : 0;
            }
            assertThat(seen).as("expert %d", e).isLessThanOrEqualTo(room);
            kept += seen;
        }
        assertThat(kept + dropped).isEqualTo(routes * examples);
        assertThat(dropped).isPositive();
        assertThat(left(model(List.of(experts), routes, 0.9, 0), gates, true, 3))
                .isDeepEqualTo(left);
    }

    private static float[][] drawn(int examples, int experts, int routes) {
        float[][] gates = new float[examples][experts];
        for (int i = 0; i < examples; i++) {
            RandomStream random = RandomStream.ofSeed(4).fork(i);
            for (int route = 0; route < routes; route++) {
                int expert = (int) (experts * random.uniform(route) * random.uniform(9 + route));
                gates[i][(expert + route) % experts] += 0.1f + (float) random.uniform(20 + route);
            }
            if (gates[i][0] == 0 && count(gates[i]) < routes) {
                gates[i][0] = 0.2f;
            }
            for (int e = 1; count(gates[i]) < routes; e++) {
                gates[i][e] += gates[i][e] == 0 ? 0.3f : 0;
            }
        }
        return gates;
    }

    private static int count(float[] gates) {
        int count = 0;
        for (float gate : gates) {
            count += gate == 0 ? 0 : 1;
        }
        return count;
    }

    /** The loss is the mean square: what stayed has the gradient 2 g / examples by its own weight, what was dropped none. */
    @Test
    void whatIsDroppedGetsNoGradient() {
        Model model = model(List.of(2), 1, 1, 0);
        try (WorkerPool pool = new WorkerPool(1);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
                Program program = new Program(
                        network,
                        model,
                        LossTrace.of((graph, output) -> graph.squaredError(output), model),
                        new ScalarKernels(),
                        pool,
                        4,
                        Optional.of(RandomStream.ofSeed(2)))) {
            setIdentity(network, 2);
            program.bind();
            float[][] gates = {{1, 0}, {1, 0}, {64, 0}, {1024, 0}};
            load(program.input(), gates);
            program.forward(4, 0);
            program.backward();
            float[] gradient =
                    NativeMemory.floats(network.weights().getFirst().store().gradient(), 4);
            double each = gradient[0] / 2;

            // Of the first two examples alone; the others would have added 64² and 1024².
            assertThat(each).isBetween(0.1, 2.0);
            assertThat(gradient[1]).isZero();
            assertThat(gradient[2]).isZero();
            assertThat(gradient[3]).isZero();
        }
    }

    @Test
    void aFactorThatIsNoneIsRefused() {
        assertThatThrownBy(() -> model(List.of(3), 1, -1, 0))
                .isInstanceOf(ShapeMistake.class)
                .hasMessageContaining("capacity of at least 0 times their share, and it was given -1.0");
    }
}
