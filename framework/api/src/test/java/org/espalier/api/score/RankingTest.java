package org.espalier.api.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RankingTest {
    @Property
    void keepsWhatSortingWouldKeep(@ForAll("scores") float[] scores, @ForAll @DoubleRange(max = 1) double share) {
        int keep = (int) Math.round(share * scores.length);

        assertThat(Ranking.highest(scores, keep)).isEqualTo(bySorting(scores, keep));
    }

    @Test
    void keepsExactlyTwoOfFourEqualScoresTheLastOnes() {
        assertThat(Ranking.highest(new float[] {1, 1, 1, 1}, 2)).isEqualTo(BitSet.valueOf(new long[] {0b1100}));
    }

    @Test
    void takesBothZerosAsEqual() {
        assertThat(Ranking.highest(new float[] {0f, -0f}, 1)).isEqualTo(BitSet.valueOf(new long[] {0b10}));
        assertThat(Ranking.highest(new float[] {-0f, 0f}, 1)).isEqualTo(BitSet.valueOf(new long[] {0b10}));
    }

    @Test
    void keepsAllOrNothing() {
        assertThat(Ranking.highest(new float[0], 0).isEmpty()).isTrue();
        assertThat(Ranking.highest(new float[] {3, 1}, 0).isEmpty()).isTrue();
        assertThat(Ranking.highest(new float[] {3, 1}, 2).cardinality()).isEqualTo(2);
    }

    @Test
    void refusesNaNAndNamesItsIndex() {
        assertThatThrownBy(() -> Ranking.highest(new float[] {1, Float.NaN}, 1)).hasMessage("score 1 is NaN");
    }

    @Test
    void refusesToKeepMoreThanThereAre() {
        assertThatThrownBy(() -> Ranking.highest(new float[2], 3)).hasMessage("keep must be in [0, 2], was 3");
    }

    /** Few different values, so that ties are common, among them both zeros, infinities and subnormals. */
    @Provide
    Arbitrary<float[]> scores() {
        Arbitrary<Float> special = Arbitraries.of(
                0f,
                -0f,
                Float.MIN_VALUE,
                -Float.MIN_VALUE,
                Float.MAX_VALUE,
                -Float.MAX_VALUE,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY);
        Arbitrary<Float> small = Arbitraries.integers().between(-3, 3).map(i -> i / 2f);
        return Arbitraries.oneOf(special, small, Arbitraries.floats())
                .array(float[].class)
                .ofMaxSize(100);
    }

    private static BitSet bySorting(float[] scores, int keep) {
        BitSet kept = new BitSet();
        IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> scores[i] + 0f)
                        .thenComparingInt(i -> i)
                        .reversed())
                .limit(keep)
                .forEach(kept::set);
        return kept;
    }
}
