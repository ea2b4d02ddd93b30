package org.espalier.plugins.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.Pattern;
import org.espalier.testkit.PatternContract;
import org.junit.jupiter.api.Test;

class NOfMTest extends PatternContract {
    @Override
    protected Pattern pattern() {
        return of(2, 4);
    }

    private static Pattern of(int n, int m) {
        return new NOfM(new NOfM.Options(n, m));
    }

    private static BitSet best(Pattern pattern, MatrixShape shape, float... scores) {
        long[] all = LongStream.range(0, shape.positions()).toArray();
        return pattern.best(shape, all, scores, (int) pattern.nearestReachable(shape, 0));
    }

    private static BitSet set(int... bits) {
        return IntStream.of(bits).collect(BitSet::new, BitSet::set, BitSet::or);
    }

    @Test
    void keepsTheLargestOfEveryGroup() {
        MatrixShape row = new MatrixShape("w", 1, 4);
        assertThat(best(pattern(), row, 0.5f, 0.2f, 0.1f, 0.9f)).isEqualTo(set(0, 3));
        assertThat(best(pattern(), row, 1, 1, 1, 1)).isEqualTo(set(2, 3));
        assertThat(best(of(1, 4), row, 0.5f, 0.2f, 0.1f, 0.9f)).isEqualTo(set(3));
    }

    @Test
    void leavesAsMuchAsAnyOtherMaskOfItsKind() {
        MatrixShape shape = new MatrixShape("w", 8, 16);
        float[] scores = new float[128];
        RandomStream random = RandomStream.ofSeed(1);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) random.uniform(i);
        }
        BitSet kept = best(pattern(), shape, scores);
        assertThat(kept.cardinality()).isEqualTo(64);
        for (int group = 0; group < 32; group++) {
            int first = 4 * group;
            assertThat(kept.get(first, first + 4).cardinality()).isEqualTo(2);
            double best = 0;
            double chosen = 0;
            for (int i = first; i < first + 4; i++) {
                chosen += kept.get(i) ? scores[i] : 0;
                for (int j = first; j < i; j++) {
                    best = Math.max(best, (double) scores[i] + scores[j]);
                }
            }
            assertThat(chosen).isEqualTo(best);
        }
        BitSet fewer = best(of(1, 4), shape, scores);
        fewer.andNot(kept);
        assertThat(fewer.isEmpty()).as("1:4 is a part of 2:4").isTrue();
    }

    @Test
    void whatItLeavesItLeavesAgain() {
        MatrixShape shape = new MatrixShape("w", 8, 16);
        float[] scores = new float[128];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) RandomStream.ofSeed(2).uniform(i);
        }
        BitSet kept = best(pattern(), shape, scores);
        for (int i = kept.nextClearBit(0); i < scores.length; i = kept.nextClearBit(i + 1)) {
            scores[i] = 0;
        }
        assertThat(best(pattern(), shape, scores)).isEqualTo(kept);
    }

    @Test
    void aGroupNeverReachesIntoTheNextRowAndTheRestOfARowIsOneToo() {
        MatrixShape shape = new MatrixShape("w", 2, 5);
        assertThat(pattern().nearestReachable(shape, 0)).isEqualTo(6);
        assertThat(best(pattern(), shape, 1, 2, 3, 4, 0, 9, 8, 7, 6, 5)).isEqualTo(set(2, 3, 4, 5, 6, 9));
    }

    @Test
    void inAConvolutionAGroupIsChannelsAtOneTap() {
        MatrixShape shape = new MatrixShape("w", 1, 8, List.of(1, 2));
        // Channels 0 to 3, at tap 0 and at tap 1.
        assertThat(best(pattern(), shape, 1, 8, 2, 7, 3, 6, 4, 5)).isEqualTo(set(1, 3, 4, 6));
    }

    @Test
    void refusesMoreLinksThanAGroupHas() {
        assertThatThrownBy(() -> of(5, 4)).hasMessage("n is at most m; they are 5 and 4");
    }
}
