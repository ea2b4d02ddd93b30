package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.Regularizer;
import org.espalier.api.loop.StepView;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.Groups;
import org.espalier.core.plan.RegularizePlan;
import org.espalier.core.run.RunEvent;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.TopologyEdit;
import org.espalier.core.storage.WeightStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PenaltyTest {
    private static final double DECAY = 0.75;

    /** A product of doubles that is rounded to float, and a few such sums. */
    private static final double ROUNDING = 1e-6;

    private static final MatrixShape CONV = new MatrixShape("conv.weight", 7, 18, List.of(3, 3));
    /** Large enough for several parts. */
    private static final MatrixShape WIDE = new MatrixShape("wide.weight", 150, 100);

    private static final int[] LINKS = {0, 3, 17, 18, 40, 41, 90, 125};

    private final WorkerPool one = new WorkerPool(1);
    private final WorkerPool three = new WorkerPool(3);
    private final List<Network> networks = new ArrayList<>();
    private final Network network = network();

    /** A convolution with a few links, a dense layer, and scales. */
    private Network network() {
        List<ParameterSpec> specs = List.of(
                new WeightSpec("conv", CONV, List.of(7, 2, 3, 3), Initialisation.HE_NORMAL, 25, true, true),
                new VectorSpec("bn.scale", 7, 1),
                new WeightSpec("wide", WIDE, List.of(150, 100), Initialisation.HE_NORMAL, 1, true, true));
        long[] links = Arrays.stream(LINKS).asLongStream().toArray();
        Network made = new Network(specs, Map.of("conv", links), RandomStream.ofSeed(1));
        networks.add(made);
        return made;
    }

    @AfterEach
    void close() {
        networks.forEach(Network::close);
        one.close();
        three.close();
    }

    /** Divides the norm of group j by j + 1, and takes down what it saw. */
    private static final class Dividing implements Regularizer {
        private double[] seen = {};
        private int[] sizes = {};
        private double[] flops = {};
        private double[] steps = {};
        private int[] firsts = {};

        @Override
        public double value(GroupView groups, double[] norms) {
            return norms[0];
        }

        @Override
        public void prox(GroupView groups, double[] norms) {
            seen = norms.clone();
            sizes = new int[groups.count()];
            flops = new double[groups.count()];
            steps = new double[groups.count()];
            for (int j = 0; j < norms.length; j++) {
                sizes[j] = groups.size(j);
                flops[j] = groups.flops(j);
                steps[j] = groups.step(j);
                norms[j] /= j + 1;
            }
            firsts = new int[groups.parameters() + 1];
            Arrays.setAll(firsts, groups::first);
        }

        @Override
        public void slopes(GroupView groups, double[] norms, double[] slopes) {
            steps = new double[groups.count()];
            for (int j = 0; j < slopes.length; j++) {
                steps[j] = groups.step(j);
                slopes[j] = norms[j] * (j + 1);
            }
        }
    }

    private static PenaltySpec spec(Regularizer regularizer, Groups groups, String... parameters) {
        return new PenaltySpec(
                "dividing",
                regularizer,
                List.of(parameters),
                groups,
                Arrays.stream(parameters).map(PenaltyTest::head).toList(),
                RegularizePlan.By.PROX,
                ScheduledDial.fixed(0.5),
                1,
                0,
                Optional.empty());
    }

    private static StepSpec surroundings(OptionalDouble average) {
        return new StepSpec(
                Optional.empty(), 1, Map.of("wide.weight", new ParameterGroup(0.25, true)), average, List.of());
    }

    /** For penalties that ask for none. */
    static ChannelMask noMask(String name) {
        throw new AssertionError("nobody asks for the mask " + name);
    }

    private static Penalty penalty(PenaltySpec spec, Network of) {
        return new Penalty(spec, of, surroundings(OptionalDouble.empty()), PenaltyTest::noMask);
    }

    private static WeightStore store(Network of, String name) {
        return of.parameters().stream()
                .filter(p -> p.shape().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static float[] values(Network of, String name) {
        WeightStore store = store(of, name);
        return NativeMemory.floats(store.values(), store.count());
    }

    private static long position(WeightStore store, int index) {
        return store instanceof SparseWeight sparse ? sparse.topology().positions()[index] : index;
    }

    /** Rows of a head: one of all, or many. */
    private static int head(String parameter) {
        return parameter.equals("conv.weight") ? 7 : 3;
    }

    /** The group of a value, said once more. */
    private static int group(WeightStore store, Groups groups, int index) {
        int row = (int) (position(store, index) / store.shape().columns());
        int column = (int) (position(store, index) % store.shape().columns());
        return switch (groups) {
            case WEIGHT -> index;
            case FILTER, NEURON -> row;
            case HEAD -> row / head(store.shape().name());
            case CHANNEL -> column / store.shape().taps();
            case FILTER_SHAPE -> column;
            case LAYER -> 0;
        };
    }

    private static int count(WeightStore store, Groups groups) {
        return switch (groups) {
            case WEIGHT -> store.count();
            case FILTER, NEURON -> store.shape().rows();
            case HEAD -> store.shape().rows() / head(store.shape().name());
            case CHANNEL -> store.shape().channels();
            case FILTER_SHAPE -> store.shape().columns();
            case LAYER -> 1;
        };
    }

    @ParameterizedTest
    @EnumSource
    void eachGroupIsMeasuredAndScaledByItself(Groups groups) {
        float[] conv = values(network, "conv.weight");
        float[] wide = values(network, "wide.weight");
        Dividing dividing = new Dividing();
        penalty(spec(dividing, groups, "conv.weight", "wide.weight"), network).step(three, 1, 0.1);

        int behind = count(store(network, "conv.weight"), groups);
        assertThat(dividing.firsts).containsExactly(0, behind, behind + count(store(network, "wide.weight"), groups));
        requireDivided("conv.weight", conv, groups, 0, dividing, 2 * 25);
        requireDivided("wide.weight", wide, groups, behind, dividing, 2);
    }

    private void requireDivided(
            String name, float[] before, Groups groups, int first, Dividing dividing, double flops) {
        WeightStore store = store(network, name);
        double[] squares = new double[count(store, groups)];
        int[] sizes = new int[squares.length];
        float[] after = values(network, name);
        for (int k = 0; k < before.length; k++) {
            int group = group(store, groups, k);
            squares[group] += (double) before[k] * before[k];
            sizes[group]++;
            assertThat((double) after[k])
                    .as("value %d of %s", k, name)
                    .isCloseTo(before[k] / (first + group + 1.0), within(ROUNDING));
        }
        for (int j = 0; j < squares.length; j++) {
            assertThat(dividing.seen[first + j]).isCloseTo(Math.sqrt(squares[j]), within(ROUNDING));
            assertThat(dividing.sizes[first + j]).isEqualTo(sizes[j]);
            assertThat(dividing.flops[first + j]).isEqualTo(flops * sizes[j]);
        }
        requireTransposed(network, name);
    }

    private static void requireTransposed(Network of, String name) {
        if (store(of, name) instanceof SparseWeight sparse) {
            for (int k = 0; k < sparse.count(); k++) {
                int place = NativeMemory.getInt(sparse.transposedOrder() + 4L * k);
                assertThat(NativeMemory.getFloat(sparse.transposed().values() + 4L * place))
                        .isEqualTo(NativeMemory.getFloat(sparse.values() + 4L * k));
            }
        }
    }

    @Test
    void aStepIsTheLearningRateOfItsParameterTimesTheStrengthForAllStepsSinceTheLast() {
        Dividing dividing = new Dividing();
        PenaltySpec often = spec(dividing, Groups.LAYER, "conv.weight", "wide.weight");
        penalty(often, network).step(one, 1, 0.1);
        assertThat(dividing.steps).containsExactly(new double[] {0.05, 0.0125}, within(1e-12));

        PenaltySpec seldom = new PenaltySpec(
                "dividing",
                dividing,
                often.parameters(),
                often.groups(),
                often.heads(),
                often.by(),
                often.strength(),
                3,
                0,
                Optional.empty());
        dividing.steps = new double[0];
        Penalty penalty = penalty(seldom, network);
        penalty.step(one, 1, 0.1);
        penalty.step(one, 2, 0.1);
        assertThat(dividing.steps).isEmpty();
        penalty.step(one, 3, 0.1);
        assertThat(dividing.steps).containsExactly(new double[] {0.15, 0.0375}, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void threadsDoNotChangeABit(Groups groups) {
        Network other = network();
        penalty(spec(new Dividing(), groups, "conv.weight", "wide.weight"), network)
                .step(one, 1, 0.1);
        penalty(spec(new Dividing(), groups, "conv.weight", "wide.weight"), other)
                .step(three, 1, 0.1);
        assertThat(values(other, "wide.weight")).containsExactly(values(network, "wide.weight"));
        assertThat(values(other, "conv.weight")).containsExactly(values(network, "conv.weight"));
    }

    @Test
    void scalesAreGroupsOfOne() {
        Dividing dividing = new Dividing();
        penalty(spec(dividing, Groups.WEIGHT, "bn.scale"), network).step(one, 1, 0.1);
        assertThat(values(network, "bn.scale")[3]).isEqualTo(0.25f);
        assertThat(dividing.sizes).containsOnly(1);
    }

    @Test
    void aGroupThatBecomesZeroIsZeroToTheBitAndOneThatStaysKeepsItsBits() {
        Regularizer first = new Answering(norms -> norms[0] = 0);
        float[] before = values(network, "wide.weight");
        penalty(spec(first, Groups.NEURON, "wide.weight"), network).step(three, 1, 0.1);
        float[] after = values(network, "wide.weight");
        for (int k = 0; k < after.length; k++) {
            assertThat(Float.floatToRawIntBits(after[k]))
                    .isEqualTo(k < WIDE.columns() ? 0 : Float.floatToRawIntBits(before[k]));
        }
        RunEvent told =
                penalty(spec(first, Groups.NEURON, "wide.weight"), network).told(one, "train", 9);
        assertThat(told).isEqualTo(new RunEvent.Penalised("train", 9, "dividing", 0, WIDE.rows(), 1));
    }

    @Test
    void itIsTakenBackWithTheStepOfTheOptimizer() {
        float[] conv = values(network, "conv.weight");
        float[] wide = values(network, "wide.weight");
        StepSpec averaged = surroundings(OptionalDouble.of(DECAY));
        ParameterUpdate update = new ParameterUpdate(network, new Descent(), averaged);
        Penalty penalty = new Penalty(
                spec(new Dividing(), Groups.FILTER, "conv.weight", "wide.weight"),
                network,
                averaged,
                PenaltyTest::noMask);
        update.step(three, 1, 0.1);
        penalty.step(three, 1, 0.1);
        assertThat(values(network, "conv.weight")).isNotEqualTo(conv);
        update.takeBack();
        assertThat(values(network, "conv.weight")).containsExactly(conv);
        assertThat(values(network, "wide.weight")).containsExactly(wide);
        assertThat(NativeMemory.floats(store(network, "conv.weight").slot(0), conv.length))
                .containsOnly(0);
        requireTransposed(network, "conv.weight");
    }

    @Test
    void theAverageIsThatOfValuesAfterTheProximalStep() {
        StepSpec averaged = surroundings(OptionalDouble.of(DECAY));
        ParameterUpdate update = new ParameterUpdate(network, new Descent(), averaged);
        Penalty penalty =
                new Penalty(spec(new Dividing(), Groups.FILTER, "conv.weight"), network, averaged, PenaltyTest::noMask);
        double[] average = doubles(values(network, "conv.weight"));
        for (int i = 1; i <= 5; i++) {
            update.step(three, i, 0.1);
            penalty.step(three, i, 0.1);
            float[] values = values(network, "conv.weight");
            for (int k = 0; k < average.length; k++) {
                average[k] = DECAY * average[k] + (1 - DECAY) * values[k];
            }
        }
        AveragedValues averages = new AveragedValues(network);
        averages.lend();
        assertThat(doubles(values(network, "conv.weight"))).containsExactly(average, within(ROUNDING));
        averages.giveBack();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, k -> values[k]);
        return doubles;
    }

    @Test
    void aGradientIsTheSlopeTimesTheStrengthAlongTheGroup() {
        Dividing dividing = new Dividing();
        PenaltySpec prox = spec(dividing, Groups.FILTER_SHAPE, "conv.weight");
        PenaltySpec gradient = new PenaltySpec(
                prox.name(),
                prox.regularizer(),
                prox.parameters(),
                prox.groups(),
                prox.heads(),
                RegularizePlan.By.GRADIENT,
                prox.strength(),
                1,
                0,
                Optional.empty());
        WeightStore conv = store(network, "conv.weight");
        float[] before = values(network, "conv.weight");
        for (int k = 0; k < before.length; k++) {
            NativeMemory.setFloat(conv.gradient() + 4L * k, k);
        }
        Penalty penalty = penalty(gradient, network);
        penalty.addGradient(three, 0.1);
        assertThat(dividing.steps).hasSizeGreaterThan(1).containsOnly(0.1 * 0.5);
        penalty.step(three, 1, 0.1);
        assertThat(values(network, "conv.weight")).containsExactly(before);
        for (int k = 0; k < before.length; k++) {
            int group = group(conv, Groups.FILTER_SHAPE, k);
            assertThat((double) NativeMemory.getFloat(conv.gradient() + 4L * k))
                    .isCloseTo(k + 0.5 * (group + 1) * before[k], within(ROUNDING * (1 + k)));
        }
    }

    @Test
    void linksThatMovedAreInTheirGroups() {
        Dividing dividing = new Dividing();
        Penalty penalty = penalty(spec(dividing, Groups.FILTER, "conv.weight"), network);
        SparseWeight conv = network.weightOf("conv").links();
        conv.apply(new TopologyEdit(new int[] {0, 1}, new long[] {60, 61, 62}, new float[] {3, 0, 4}));
        penalty.bind();
        penalty.step(three, 1, 0.1);
        assertThat(dividing.sizes).containsExactly(1, 1, 2, 3, 0, 1, 1);
        assertThat(dividing.seen[3]).isEqualTo(5);
        requireTransposed(network, "conv.weight");
    }

    @Test
    void whatIsSeenOfALatentWeightFollowsItsValues() {
        long[] seen = {5, 207, 14_999};
        network.weightOf("wide").makeLatent(seen);
        penalty(spec(new Dividing(), Groups.NEURON, "wide.weight"), network).step(three, 1, 0.1);
        float[] all = values(network, "wide.weight");
        SparseWeight links = network.weightOf("wide").links();
        assertThat(all).hasSize(15_000);
        assertThat(NativeMemory.floats(links.values(), 3)).containsExactly(all[5], all[207], all[14_999]);
    }

    @Test
    void valuesThatAreNotFiniteAreLeftToBeFound() {
        WeightStore conv = store(network, "conv.weight");
        float[] broken = values(network, "conv.weight");
        broken[2] = Float.NaN;
        conv.set(broken);
        Dividing dividing = new Dividing();
        penalty(spec(dividing, Groups.FILTER, "conv.weight"), network).step(one, 1, 0.1);
        assertThat(values(network, "conv.weight")).containsExactly(broken);
        assertThat(dividing.seen).isEmpty();
    }

    @Test
    void answersThatAreNoNormsAreRefusedBeforeAnythingIsScaled() {
        float[] before = values(network, "conv.weight");
        requireRefused(norms -> norms[5] = Double.NaN, "NaN for group 5 of conv.weight; a norm is finite");
        requireRefused(norms -> norms[2] = -1, "-1.0 for group 2 of conv.weight; a norm is finite");
        requireRefused(norms -> norms[1] = 1e300, "1.0E300 for group 1 of conv.weight; a norm is finite");
        requireRefused(norms -> norms[3] = 1, "1.0 for group 3 of conv.weight; a norm of 0 stays 0.");
        assertThat(values(network, "conv.weight")).containsExactly(before);
    }

    private void requireRefused(java.util.function.Consumer<double[]> answer, String sentence) {
        PenaltySpec spec = spec(new Answering(answer), Groups.FILTER, "conv.weight");
        assertThatThrownBy(() -> penalty(spec, network).step(one, 1, 0.1)).hasMessageContaining(sentence);
    }

    /** Writes what it is told to. */
    private record Answering(java.util.function.Consumer<double[]> answer) implements Regularizer {
        @Override
        public double value(GroupView groups, double[] norms) {
            return 0;
        }

        @Override
        public void prox(GroupView groups, double[] norms) {
            answer.accept(norms);
        }

        @Override
        public void slopes(GroupView groups, double[] norms, double[] slopes) {
            answer.accept(slopes);
        }
    }

    private static final class Descent implements Optimizer {
        @Override
        public List<String> slots() {
            return List.of("last");
        }

        @Override
        public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
            for (int i = 0; i < count; i++) {
                slots[0][i] = 1 + gradients[i];
                values[i] -= (float) step.learningRate() * (gradients[i] + 1);
            }
        }
    }
}
