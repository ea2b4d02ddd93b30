package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Regularizer;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.Groups;
import org.espalier.core.plan.RegularizePlan.By;
import org.espalier.core.storage.WeightStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two penalties on the row (3, -1, 0.4): one takes its step from every value, the other from the norm of the row. */
final class PenaltyOrderTest {
    private static final double ROUNDING = 1e-6;

    private final WorkerPool pool = new WorkerPool(1);
    private final Network network = new Network(
            List.of(new WeightSpec(
                    "fc", new MatrixShape("fc.weight", 1, 3), List.of(1, 3), Initialisation.HE_NORMAL, 1, true, false)),
            Map.of(),
            RandomStream.ofSeed(1));
    private final WeightStore store = network.parameters().getFirst();

    @AfterEach
    void close() {
        network.close();
        pool.close();
    }

    /** The sum of norms. */
    private static final class Sum implements Regularizer {
        @Override
        public double value(GroupView groups, double[] norms) {
            return Arrays.stream(norms).sum();
        }

        @Override
        public void prox(GroupView groups, double[] norms) {
            for (int j = 0; j < norms.length; j++) {
                norms[j] = Math.max(0, norms[j] - groups.step(j));
            }
        }

        @Override
        public void slopes(GroupView groups, double[] norms, double[] slopes) {
            Arrays.fill(slopes, 1);
        }
    }

    private static PenaltySpec on(Groups groups, double strength) {
        return new PenaltySpec(
                "sum",
                new Sum(),
                List.of("fc.weight"),
                groups,
                List.of(),
                By.PROX,
                ScheduledDial.fixed(strength),
                1,
                0,
                Optional.empty());
    }

    private double[] stepped(PenaltySpec... penalties) {
        store.set(new float[] {3, -1, 0.4f});
        StepSpec step = new StepSpec(Optional.empty(), 1, Map.of(), OptionalDouble.empty(), List.of(penalties));
        new Penalties(step, network, pool, PenaltyTest::noMask).step(1, 1);
        double[] values = new double[3];
        Arrays.setAll(values, k -> NativeMemory.getFloat(store.values() + 4L * k));
        return values;
    }

    /** Values first, then the group: for groups that do not overlap this is the step of the sum of both. */
    @Test
    void theSparseGroupLassoIsTwoLinesOfARecipe() {
        assertThat(stepped(on(Groups.WEIGHT, 0.5), on(Groups.NEURON, 1)))
                .containsExactly(new double[] {1.519419, -0.303884, 0}, within(ROUNDING));
    }

    @Test
    void theStepsAreTakenInTheOrderOfTheLines() {
        double left = 1 - 1 / Math.sqrt(9 + 1 + 0.16);
        assertThat(stepped(on(Groups.NEURON, 1), on(Groups.WEIGHT, 0.5)))
                .containsExactly(new double[] {3 * left - 0.5, -(left - 0.5), 0}, within(ROUNDING));
    }
}
