package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.RandomStream;
import org.espalier.api.Span;
import org.junit.jupiter.api.Test;

/** When things happen: windows, dials and the order of examples. */
final class TimingTest {
    private static final double EXACT = 1e-15;

    @Test
    void aWindowNeverIncludesStepZero() {
        SparsityRule.Window window = new SparsityRule.Window(100, 0, 350);
        assertThat(IntStream.range(0, 1000).filter(window::due).toArray()).containsExactly(100, 200, 300);
        assertThat(window.updates(1000)).isEqualTo(3);
        assertThat(window.updates(201)).isEqualTo(2);
        assertThat(window.last()).isEqualTo(300);
    }

    @Test
    void aWindowThatStartsLaterIncludesItsFirstStep() {
        SparsityRule.Window window = new SparsityRule.Window(100, 50, 350);
        assertThat(IntStream.range(0, 1000).filter(window::due).toArray()).containsExactly(50, 150, 250, 350);
        assertThat(window.updates(1000)).isEqualTo(4);
    }

    @Test
    void aDialRunsOverItsWindowAndHoldsBeyondIt() {
        ScheduledDial dial = new ScheduledDial(x -> 10 * x, Optional.empty(), Optional.empty());
        dial.place(100, 200, 50, 1000);
        assertThat(turned(dial, 0)).isZero();
        assertThat(turned(dial, 200)).isCloseTo(5, within(EXACT));
        assertThat(turned(dial, 900)).isCloseTo(10, within(EXACT));
    }

    @Test
    void overReplacesTheLengthOfTheWindow() {
        ScheduledDial dial = new ScheduledDial(x -> x, Optional.of(Span.epochs(2)), Optional.empty());
        dial.place(0, 1000, 50, 1000);
        assertThat(turned(dial, 50)).isCloseTo(0.5, within(EXACT));
    }

    @Test
    void warmupMultipliesTheFirstValuesByARamp() {
        ScheduledDial dial = new ScheduledDial(x -> 0.1, Optional.empty(), Optional.of(Span.steps(10)));
        dial.place(0, 100, 10, 100);
        assertThat(turned(dial, 0)).isCloseTo(0.01, within(EXACT));
        assertThat(turned(dial, 4)).isCloseTo(0.05, within(EXACT));
        assertThat(turned(dial, 9)).isCloseTo(0.1, within(EXACT));
        assertThat(turned(dial, 50)).isCloseTo(0.1, within(EXACT));
    }

    private static double turned(ScheduledDial dial, long step) {
        dial.turn(step);
        return dial.value();
    }

    @Test
    void everyEpochIsAnotherPermutationAndTheLastBatchIsShort() {
        Sampler sampler = new Sampler(10, 4, false, Optional.empty(), RandomStream.ofSeed(1));
        assertThat(Sampler.batchesPerEpoch(10, 4)).isEqualTo(3);
        int[] first = epoch(sampler, 0);
        int[] second = epoch(sampler, 1);
        assertThat(first).isNotEqualTo(second);
        assertThat(Arrays.stream(first).sorted().toArray())
                .isEqualTo(IntStream.range(0, 10).toArray());
        assertThat(Arrays.stream(second).sorted().toArray())
                .isEqualTo(IntStream.range(0, 10).toArray());
        assertThat(sampler.size(2)).isEqualTo(2);
        assertThat(epoch(sampler, 0)).isEqualTo(first);
    }

    private static int[] epoch(Sampler sampler, int epoch) {
        sampler.startEpoch(epoch);
        int[] ids = new int[10];
        int n = 0;
        for (int step = 0; step < 3; step++) {
            for (int i = 0; i < sampler.size(step); i++) {
                ids[n++] = sampler.example(step, i);
            }
        }
        return ids;
    }
}
