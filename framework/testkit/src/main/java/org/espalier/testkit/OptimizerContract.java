package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;
import org.junit.jupiter.api.Test;

/**
 * What every optimizer keeps: each value is updated on its own, from its own gradient and slots, so neither the cut into
 * blocks nor the order of links changes a bit. Give the optimizer under test a weight decay above 0 if it has one.
 */
public abstract class OptimizerContract {
    private static final int COUNT = 257;
    private static final int STEPS = 6;
    private static final double RATE = 0.01;
    private static final int[] CUTS = {0, 1, 17, 32, 200, COUNT};

    /** A fresh optimizer; every call gives an equal one. */
    protected abstract Optimizer optimizer();

    @Test
    void namesEachSlotOnce() {
        assertThat(optimizer().slots())
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).isNotBlank());
    }

    @Test
    void givesTheSameBitsWhereverBlocksAreCut() {
        State whole = State.drawn(optimizer());
        State cut = State.drawn(optimizer());
        Optimizer first = optimizer();
        Optimizer second = optimizer();
        for (int s = 1; s <= STEPS; s++) {
            whole.update(first, 0, COUNT, new StepAt(s, RATE, true));
            for (int b = CUTS.length - 1; b > 0; b--) {
                cut.update(second, CUTS[b - 1], CUTS[b], new StepAt(s, RATE, true));
            }
        }
        cut.assertSameBits(whole);
    }

    @Test
    void givesTheSameBitsInWhateverOrderLinksStand() {
        State straight = State.drawn(optimizer());
        State reversed = State.drawn(optimizer()).reversed();
        for (int s = 1; s <= STEPS; s++) {
            straight.update(optimizer(), 0, COUNT, new StepAt(s, RATE, true));
            System.arraycopy(State.reverse(straight.gradients), 0, reversed.gradients, 0, COUNT);
            reversed.updateWithOwnGradients(optimizer(), new StepAt(s, RATE, true));
        }
        reversed.reversed().assertSameBits(straight);
    }

    @Test
    void leavesWhatLiesBeyondTheCountAlone() {
        State state = State.drawn(optimizer());
        State before = State.drawn(optimizer());
        state.updateWithOwnGradients(optimizer(), COUNT - 7, new StepAt(1, RATE, true));

        assertThat(Arrays.copyOfRange(state.values, COUNT - 7, COUNT))
                .isEqualTo(Arrays.copyOfRange(before.values, COUNT - 7, COUNT));
        for (float[] slot : state.slots) {
            assertThat(Arrays.copyOfRange(slot, COUNT - 7, COUNT)).containsOnly(0f);
        }
    }

    @Test
    void goesDownhillInTheFirstStep() {
        State state = State.drawn(optimizer());
        float[] before = state.values.clone();
        float[] gradients = state.gradients.clone();
        state.updateWithOwnGradients(optimizer(), new StepAt(1, RATE, false));

        for (int i = 0; i < COUNT; i++) {
            assertThat(Math.signum(state.values[i] - before[i]))
                    .as("value %s with gradient %s became %s", before[i], gradients[i], state.values[i])
                    .isEqualTo(-Math.signum(gradients[i]));
        }
    }

    @Test
    void leavesValuesWithoutGradientAndDecayAlone() {
        State state = State.drawn(optimizer());
        State before = State.drawn(optimizer());
        for (int s = 1; s <= STEPS; s++) {
            Arrays.fill(state.gradients, 0f);
            state.updateWithOwnGradients(optimizer(), new StepAt(s, RATE, false));
        }
        State.assertSameBits("values", state.values, before.values);
    }

    @Test
    void movesNothingAtALearningRateOfZero() {
        State state = State.drawn(optimizer());
        State before = State.drawn(optimizer());
        state.updateWithOwnGradients(optimizer(), new StepAt(1, 0, true));

        State.assertSameBits("values", state.values, before.values);
    }

    @Test
    void staysFiniteOverManySteps() {
        State state = State.drawn(optimizer());
        Optimizer optimizer = optimizer();
        for (int s = 1; s <= 500; s++) {
            state.update(optimizer, 0, COUNT, new StepAt(s, RATE, true));
        }
        for (float value : state.values) {
            assertThat(value).isFinite();
        }
    }

    /** Values, gradients and slots of one parameter. */
    private static final class State {
        private final float[] values;
        private final float[] gradients;
        private final float[][] slots;

        private State(float[] values, float[] gradients, float[][] slots) {
            this.values = values;
            this.gradients = gradients;
            this.slots = slots;
        }

        static State drawn(Optimizer optimizer) {
            State state = new State(
                    new float[COUNT],
                    new float[COUNT],
                    new float[optimizer.slots().size()][COUNT]);
            for (int i = 0; i < COUNT; i++) {
                state.values[i] = (float) RandomStream.ofSeed(1).gaussian(i);
            }
            state.drawGradients(1);
            return state;
        }

        void drawGradients(long step) {
            for (int i = 0; i < COUNT; i++) {
                gradients[i] = (float) RandomStream.ofSeed(2).fork(step).gaussian(i);
            }
        }

        /** Updates a range as a block of its own, with the gradients of the step. */
        void update(Optimizer optimizer, int from, int to, StepView step) {
            drawGradients(step.step());
            float[] blockValues = Arrays.copyOfRange(values, from, to);
            float[] blockGradients = Arrays.copyOfRange(gradients, from, to);
            float[][] blockSlots = new float[slots.length][];
            for (int s = 0; s < slots.length; s++) {
                blockSlots[s] = Arrays.copyOfRange(slots[s], from, to);
            }
            optimizer.update(blockValues, blockGradients, blockSlots, to - from, step);
            System.arraycopy(blockValues, 0, values, from, to - from);
            for (int s = 0; s < slots.length; s++) {
                System.arraycopy(blockSlots[s], 0, slots[s], from, to - from);
            }
        }

        void updateWithOwnGradients(Optimizer optimizer, StepView step) {
            updateWithOwnGradients(optimizer, COUNT, step);
        }

        void updateWithOwnGradients(Optimizer optimizer, int count, StepView step) {
            optimizer.update(values, gradients, slots, count, step);
        }

        State reversed() {
            float[][] reversedSlots = new float[slots.length][];
            for (int s = 0; s < slots.length; s++) {
                reversedSlots[s] = reverse(slots[s]);
            }
            return new State(reverse(values), reverse(gradients), reversedSlots);
        }

        private static float[] reverse(float[] numbers) {
            float[] reversed = new float[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                reversed[i] = numbers[numbers.length - 1 - i];
            }
            return reversed;
        }

        void assertSameBits(State expected) {
            assertSameBits("values", values, expected.values);
            for (int s = 0; s < slots.length; s++) {
                assertSameBits("slot " + s, slots[s], expected.slots[s]);
            }
        }

        static void assertSameBits(String what, float[] actual, float[] expected) {
            assertThat(bits(actual)).as(what).isEqualTo(bits(expected));
        }

        private static int[] bits(float[] numbers) {
            int[] bits = new int[numbers.length];
            Arrays.setAll(bits, i -> Float.floatToRawIntBits(numbers[i]));
            return bits;
        }
    }
}
