package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Regularizer;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.Groups;
import org.espalier.core.plan.RegularizePlan.By;
import org.espalier.core.run.RunEvent;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A penalty outside a mask; the numbers are those of the card of MaskSparsity. */
final class MaskedPenaltyTest {
    private static final int CHANNELS = 3;

    private final Model model = model();
    private final Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
    private final WorkerPool pool = new WorkerPool(1);
    private final WeightStore scales = network.parameters().stream()
            .filter(p -> p.shape().name().equals("net.bn.scale"))
            .findFirst()
            .orElseThrow();

    private static Model model() {
        ModelTrace trace = new ModelTrace(List.of(5));
        trace.layer("net", (g, in) -> {
            var hidden = g.linear(in, g.weight("fc.weight", CHANNELS, 5, Initialisation.HE_NORMAL), Optional.empty());
            var norm = g.batchNorm(
                    hidden, g.vector("bn.scale", CHANNELS, 1), g.vector("bn.shift", CHANNELS, 0), 0.1, 1e-5);
            return g.linear(norm, g.weight("out.weight", 2, CHANNELS, Initialisation.HE_NORMAL), Optional.empty());
        });
        return trace.model();
    }

    @AfterEach
    void close() {
        network.close();
        pool.close();
    }

    /** The sum of norms. */
    private static final class Sum implements Regularizer {
        @Override
        public double value(GroupView groups, double[] norms) {
            double sum = 0;
            for (double norm : norms) {
                sum += norm;
            }
            return sum;
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

    private Penalty penalty(By by, double strength, Optional<int[]> kept) {
        PenaltySpec spec = new PenaltySpec(
                "sum",
                new Sum(),
                List.of("net.bn.scale"),
                Groups.WEIGHT,
                List.of(),
                by,
                ScheduledDial.fixed(strength),
                1,
                0,
                kept.map(rows -> "choose"));
        StepSpec step = new StepSpec(Optional.empty(), 1, Map.of(), OptionalDouble.empty(), List.of());
        return new Penalty(spec, network, step, name -> mask(kept.orElseThrow()));
    }

    private ChannelMask mask(int... kept) {
        ChannelGraph graph = ChannelGraph.of(model);
        BitSet groups = new BitSet();
        for (int row : kept) {
            groups.set(graph.rowGroup("net.bn.scale", row));
        }
        return new ChannelMask(graph, groups);
    }

    private void set(float... values) {
        scales.set(values);
    }

    private float[] values() {
        return NativeMemory.floats(scales.values(), scales.count());
    }

    private float[] gradients(Optional<int[]> kept) {
        set(0.8f, 0.8f, -0.8f);
        NativeMemory.copy(new float[] {0.2f, 0.2f, 0}, 0, scales.gradient(), CHANNELS);
        penalty(By.GRADIENT, 5e-4, kept).addGradient(pool, 0.1);
        return NativeMemory.floats(scales.gradient(), CHANNELS);
    }

    @Test
    void onlyTheGradientOfWhatIsNotKeptIsChanged() {
        assertThat(gradients(Optional.of(new int[] {1}))).containsExactly((float) (0.2f + 5e-4), 0.2f, (float) -5e-4);
    }

    /** At a learning rate of 0.1; the second is kept. */
    @Test
    void aStepOfPlainDescentPullsOnlyWhatIsNotKept() {
        float[] values = {0.8f, 0.8f, -0.8f};
        float[] gradients = gradients(Optional.of(new int[] {1}));
        for (int i = 0; i < CHANNELS; i++) {
            values[i] -= 0.1f * gradients[i];
        }
        assertThat(values).containsExactly(new float[] {0.77995f, 0.78f, -0.79995f}, within(1e-6f));
    }

    /** Whatever is zero stays where it is: a sign of one would kick it back. */
    @Test
    void aScaleOfZeroIsPulledNowhere() {
        set(0, -0f, 0.5f);
        NativeMemory.copy(new float[] {0, 0, 0}, 0, scales.gradient(), CHANNELS);
        penalty(By.GRADIENT, 5e-4, Optional.empty()).addGradient(pool, 0.1);
        assertThat(NativeMemory.floats(scales.gradient(), CHANNELS)).containsExactly(0, 0, 5e-4f);
    }

    @Test
    void aMaskThatKeepsNothingIsNoMaskAndOneThatKeepsAllNoPenalty() {
        assertThat(gradients(Optional.of(new int[0]))).containsExactly(gradients(Optional.empty()));
        assertThat(gradients(Optional.of(new int[] {0, 1, 2}))).containsExactly(0.2f, 0.2f, 0);
    }

    @Test
    void aProximalStepIsTakenOutsideTheMask() {
        set(0.005f, -0.03f, 0.2f);
        penalty(By.PROX, 0.1, Optional.of(new int[] {2})).step(pool, 1, 0.1);
        assertThat(values()).containsExactly(0, (float) -0.02, 0.2f);
    }

    @Test
    void aHalfSpaceStepLeavesWhatIsKeptAlone() {
        set(-0.5f, 0.4f, -0.5f);
        NativeMemory.copy(new float[] {0.1f, 0.5f, 0.1f}, 0, scales.gradient(), CHANNELS);
        penalty(By.HALF_SPACE, 0.1, Optional.of(new int[] {2})).step(pool, 1, 0.1);
        assertThat(values()).containsExactly(new float[] {0, 0.39f, -0.5f}, within(1e-6f));
    }

    @Test
    void whatIsToldIsAboutWhatIsNotKept() {
        set(0, 0.25f, 0);
        var told = (RunEvent.Penalised)
                penalty(By.PROX, 0.1, Optional.of(new int[] {2})).told(pool, "train", 3);
        assertThat(told.groups()).isEqualTo(2);
        assertThat(told.zero()).isEqualTo(1);
        assertThat(told.value()).isEqualTo(0.25);
    }
}
