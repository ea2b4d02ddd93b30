package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.testkit.ExampleSamplerContract;
import org.espalier.testkit.ExampleTable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The samplers of this bundle, each with its contract. */
class SamplersTest {
    private static int[] chosen(ExampleSampler sampler, ExampleTable examples) {
        int[] chosen = new int[sampler.size(examples.count())];
        sampler.choose(examples, chosen);
        Arrays.sort(chosen);
        return chosen;
    }

    private static ExampleTable seen(float... losses) {
        ExampleTable table = new ExampleTable(losses.length, RandomStream.ofSeed(1)).inEpoch(1);
        for (int id = 0; id < losses.length; id++) {
            table.see(id, losses[id], true);
        }
        return table;
    }

    @Nested
    class OfHardestExamples extends ExampleSamplerContract {
        private static ExampleSampler of(double keep, HardestExamples.Measure by, double skip) {
            return new HardestExamples(new HardestExamples.Options(keep, by, skip));
        }

        private static ExampleSampler byLoss(double keep) {
            return of(keep, HardestExamples.Measure.LOSS, 0);
        }

        @Override
        protected ExampleSampler sampler() {
            return byLoss(0.7);
        }

        @Test
        void thoseWithTheLargestLossStay() {
            assertThat(chosen(byLoss(0.5), seen(0.1f, 5, 0.3f, 2))).containsExactly(1, 3);
        }

        @Test
        void whatWasNeverSeenComesFirst() {
            ExampleTable examples = new ExampleTable(4, RandomStream.ofSeed(1)).inEpoch(1);
            examples.see(0, 9, false).see(3, 8, false);
            assertThat(chosen(byLoss(0.5), examples)).containsExactly(1, 2);
            assertThat(chosen(byLoss(0.75), examples)).containsExactly(0, 1, 2);
        }

        @Test
        void theVeryHardestCanBeLeftOut() {
            ExampleSampler sampler = of(0.5, HardestExamples.Measure.LOSS, 0.25);
            assertThat(chosen(sampler, seen(0.1f, 5, 0.3f, 2))).containsExactly(2, 3);
            assertThat(chosen(of(1, HardestExamples.Measure.LOSS, 0.25), seen(0.1f, 5, 0.3f, 2)))
                    .containsExactly(0, 1, 2, 3);
        }

        /** Example 0 was never right, 1 was forgotten twice, 2 once, 3 never. */
        @Test
        void whatIsForgottenOftenIsHard() {
            ExampleTable examples = new ExampleTable(4, RandomStream.ofSeed(1)).inEpoch(1);
            boolean[][] right = {
                {false, false, false, false},
                {true, false, true, false},
                {true, true, false, true},
                {true, true, true, true}
            };
            for (int id = 0; id < right.length; id++) {
                for (boolean correct : right[id]) {
                    examples.see(id, 1, correct);
                }
            }
            assertThat(examples.forgotten(1)).isEqualTo(2);
            assertThat(chosen(of(0.25, HardestExamples.Measure.FORGETTING, 0), examples))
                    .containsExactly(0);
            assertThat(chosen(of(0.5, HardestExamples.Measure.FORGETTING, 0), examples))
                    .containsExactly(0, 1);
            assertThat(chosen(of(0.75, HardestExamples.Measure.FORGETTING, 0), examples))
                    .containsExactly(0, 1, 2);
        }

        @Test
        void shareIsRoundedAndOneIsAll() {
            assertThat(byLoss(0.7).size(10)).isEqualTo(7);
            assertThat(byLoss(0.01).size(10)).isEqualTo(1);
            assertThat(byLoss(1).size(10)).isEqualTo(10);
        }

        @Test
        void whatIsEqualIsDrawnAnewInEachEpoch() {
            float[] equal = new float[40];
            assertThat(chosen(byLoss(0.5), seen(equal).inEpoch(1)))
                    .isNotEqualTo(chosen(byLoss(0.5), seen(equal).inEpoch(2)));
        }
    }

    @Nested
    class OfRandomSubsets extends ExampleSamplerContract {
        private static ExampleSampler of(double keep, boolean replacement) {
            return new RandomSubset(new RandomSubset.Options(keep, replacement));
        }

        @Override
        protected ExampleSampler sampler() {
            return of(0.3, false);
        }

        /** Three of ten in each epoch: after three epochs nine were seen once, and the tenth waits for another turn. */
        @Test
        void withoutReplacementNothingComesAgainBeforeAllHadTheirTurn() {
            ExampleTable examples = new ExampleTable(10, RandomStream.ofSeed(2));
            for (int turn = 0; turn < 5; turn++) {
                List<Integer> ids = new ArrayList<>();
                for (int epoch = 3 * turn; epoch < 3 * turn + 3; epoch++) {
                    Arrays.stream(chosen(of(0.3, false), examples.inEpoch(epoch)))
                            .forEach(ids::add);
                }
                assertThat(ids).hasSize(9).doesNotHaveDuplicates();
            }
        }

        /** An example is in none of ten epochs with probability 0.9 to the tenth power. */
        @Test
        void withReplacementEpochsHaveNothingToDoWithEachOther() {
            ExampleTable examples = new ExampleTable(20_000, RandomStream.ofSeed(3));
            boolean[] there = new boolean[examples.count()];
            for (int epoch = 0; epoch < 10; epoch++) {
                for (int id : chosen(of(0.1, true), examples.inEpoch(epoch))) {
                    there[id] = true;
                }
            }
            double share =
                    IntStream.range(0, there.length).filter(id -> there[id]).count() / 20_000.0;
            assertThat(share).isCloseTo(0.651322, within(0.015));
        }

        @Test
        void allOfThemIsOrdinaryShuffling() {
            assertThat(chosen(of(1, false), new ExampleTable(5, RandomStream.ofSeed(4)).inEpoch(7)))
                    .containsExactly(0, 1, 2, 3, 4);
        }
    }
}
