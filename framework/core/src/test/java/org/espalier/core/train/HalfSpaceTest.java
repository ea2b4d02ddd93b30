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

/** Steps that set groups to zero which leave their half-space, on rows of two values. */
final class HalfSpaceTest {
    private static final double ROUNDING = 1e-6;
    private static final double STRENGTH = 0.5;
    private static final double RATE = 0.1;

    private final WorkerPool pool = new WorkerPool(2);
    private final Network network = new Network(
            List.of(new WeightSpec(
                    "fc", new MatrixShape("fc.weight", 4, 2), List.of(4, 2), Initialisation.HE_NORMAL, 1, true, false)),
            Map.of(),
            RandomStream.ofSeed(1));
    private final WeightStore store = network.parameters().getFirst();

    @AfterEach
    void close() {
        network.close();
        pool.close();
    }

    /** R(z) = 2 Σ z. */
    private record Twice() implements Regularizer {
        @Override
        public double value(GroupView groups, double[] norms) {
            return 2 * Arrays.stream(norms).sum();
        }

        @Override
        public void prox(GroupView groups, double[] norms) {
            throw new AssertionError("a half-space step asks for slopes alone");
        }

        @Override
        public void slopes(GroupView groups, double[] norms, double[] slopes) {
            Arrays.fill(slopes, 2);
        }
    }

    /** Where a step leads that came from some values to others. */
    private float[] step(double epsilon, float[] before, float[] after) {
        Penalty penalty = new Penalty(
                new PenaltySpec(
                        "twice",
                        new Twice(),
                        List.of("fc.weight"),
                        Groups.NEURON,
                        List.of(),
                        By.HALF_SPACE,
                        ScheduledDial.fixed(STRENGTH),
                        1,
                        epsilon,
                        Optional.empty()),
                network,
                new StepSpec(Optional.empty(), 1, Map.of(), OptionalDouble.empty(), List.of()),
                PenaltyTest::noMask);
        store.set(after);
        NativeMemory.copy(before, 0, store.gradient(), before.length);
        penalty.step(pool, 1, RATE);
        return NativeMemory.floats(store.values(), store.count());
    }

    /** A multiple of the group of size 0.1 * 0.5 * 2 / norm of what it was is taken away. */
    @Test
    void itGoesOnAlongThePenaltyAndSetsToZeroWhatTurnsRound() {
        float[] before = {3, 4, 3, 4, 0.06f, 0.08f, 0, 0};
        float[] after = {3, 4, -4, 2.9f, 0.05f, 0.08f, 0.7f, 0.7f};
        float[] moved = step(0, before, after);
        // 0.1 / 5 of (3, 4) less; -12 + 11.6 < 0; 0.0094 - 0.01 < 0; what is zero stays zero.
        assertThat(doubles(moved)).containsExactly(new double[] {2.94, 3.92, 0, 0, 0, 0, 0, 0}, within(ROUNDING));
        assertThat(Float.floatToRawIntBits(moved[2])).isZero();
    }

    /** The first keeps 24.5 of 25 along itself, the second 20.5 of 25. */
    @Test
    void epsilonIsThePartOfItsOldSelfThatAGroupMustKeep() {
        float[] before = {3, 4, 3, 4, 1, 0, 1, 0};
        float[] after = {3, 4, 4.5f, 1.875f, 1, 0, 1, 0};
        assertThat(step(0.95, before, after)[0]).isNotZero();
        assertThat(step(0.95, before, after)[2]).isZero();
        assertThat(step(0.7, before, after)[2]).isNotZero();
    }

    /** From (1, 0) to the trials (-0.1, 0.4) and (0.2, 5), of which the penalty's slope makes a step of 0.1. */
    @Test
    void whatDecidesIsTheProductOfWhereItWasAndWhereItWouldBe() {
        float[] moved = step(0, new float[] {1, 0, 1, 0, 1, 0, 1, 0}, new float[] {0, 0.4f, 0.3f, 5, 1, 0, 1, 0});
        assertThat(doubles(Arrays.copyOf(moved, 4))).containsExactly(new double[] {0, 0, 0.2, 5}, within(ROUNDING));
    }

    @Test
    void valuesThatAreNotFiniteAreLeftToBeFound() {
        float[] after = {Float.NaN, 4, -4, 2.9f, 1, 1, 1, 1};
        assertThat(step(0, new float[] {3, 4, 3, 4, 1, 1, 1, 1}, after)).containsExactly(after);
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, k -> values[k]);
        return doubles;
    }
}
