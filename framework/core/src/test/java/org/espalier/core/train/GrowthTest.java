package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.RandomStream;
import org.junit.jupiter.api.Test;

final class GrowthTest {
    @Property(tries = 200)
    void keepsTheBestWhateverTheOrderOfOffers(
            @ForAll @IntRange(max = 60) int offers, @ForAll @IntRange(max = 20) int bound, @ForAll long seed) {
        RandomStream random = RandomStream.ofSeed(seed);
        List<float[]> all = new ArrayList<>();
        for (int i = 0; i < offers; i++) {
            // Few distinct scores, so that ties decide often.
            all.add(new float[] {random.below(5, i), random.below(4, 1000 + i), i});
        }
        Candidates one = new Candidates(bound);
        Candidates left = new Candidates(bound);
        Candidates right = new Candidates(bound);
        for (int i = 0; i < offers; i++) {
            float[] o = all.get(i);
            one.offer(o[0], (long) o[1], (long) o[2]);
            (i % 3 == 0 ? left : right).offer(o[0], (long) o[1], (long) o[2]);
        }
        right.offerAll(left);
        all.sort(Comparator.<float[]>comparingDouble(o -> o[0])
                .thenComparingDouble(o -> o[1])
                .thenComparingDouble(o -> o[2])
                .reversed());
        long[] expected =
                all.stream().limit(bound).mapToLong(o -> (long) o[2]).sorted().toArray();
        assertThat(positions(one)).isEqualTo(expected);
        assertThat(positions(right)).isEqualTo(expected);
    }

    private static long[] positions(Candidates candidates) {
        return IntStream.range(0, candidates.size())
                .mapToLong(candidates::position)
                .sorted()
                .toArray();
    }

    @Property(tries = 200)
    void drawsDistinctFreePositions(
            @ForAll @IntRange(min = 1, max = 200) int positions,
            @ForAll long seed,
            @ForAll @IntRange(max = 100) int share) {
        RandomStream random = RandomStream.ofSeed(seed);
        long[] taken = LongStream.range(0, positions)
                .filter(p -> random.uniform(p) < 0.4)
                .toArray();
        int wanted = (int) ((positions - taken.length) * (long) share / 100);
        long[] drawn = UniformGrowth.draw(taken, positions, wanted, random.fork("draw"));
        assertThat(drawn).hasSize(wanted).isSorted().doesNotHaveDuplicates();
        assertThat(LongStream.of(drawn)).allMatch(p -> p >= 0 && p < positions && Arrays.binarySearch(taken, p) < 0);
    }

    @Test
    void everyFreePositionIsEquallyLikely() {
        long[] taken = {1, 2, 7};
        int[] hits = new int[10];
        int rounds = 7000;
        for (int r = 0; r < rounds; r++) {
            for (long p : UniformGrowth.draw(taken, 10, 2, RandomStream.ofSeed(r))) {
                hits[(int) p]++;
            }
        }
        double expected = rounds * 2 / 7.0;
        // Five standard deviations of a binomial count.
        double tolerance = 5 * StrictMath.sqrt(expected * (1 - 2 / 7.0));
        for (int p = 0; p < 10; p++) {
            if (Arrays.binarySearch(taken, p) < 0) {
                assertThat((double) hits[p]).isBetween(expected - tolerance, expected + tolerance);
            } else {
                assertThat(hits[p]).isZero();
            }
        }
    }
}
