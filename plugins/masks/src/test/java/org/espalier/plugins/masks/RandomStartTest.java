package org.espalier.plugins.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.StartMask;
import org.espalier.testkit.StartMaskContract;
import org.junit.jupiter.api.Test;

class RandomStartTest extends StartMaskContract {
    /** A fair count of n draws at probability p is within five standard deviations but for one time in a million. */
    private static final double DEVIATIONS = 5;

    @Override
    protected StartMask start() {
        return new RandomStart();
    }

    @Test
    void drawsEveryPairOfFivePositionsEquallyOften() {
        assertFair(2, 10);
    }

    @Test
    void leavesEveryPairOfFivePositionsEmptyEquallyOften() {
        assertFair(3, 10);
    }

    private void assertFair(int links, int sets) {
        int seeds = 20_000;
        MatrixShape shape = new MatrixShape("w", 1, 5);
        Map<String, Integer> seen = new HashMap<>();
        for (int seed = 0; seed < seeds; seed++) {
            long[] positions = start().positions(shape, links, RandomStream.ofSeed(seed));
            seen.merge(Arrays.toString(positions), 1, Integer::sum);
        }
        double expected = seeds / (double) sets;
        double deviation = Math.sqrt(expected * (1 - 1.0 / sets));
        assertThat(seen).hasSize(sets);
        assertThat(seen.values())
                .allSatisfy(count -> assertThat(Math.abs(count - expected)).isLessThan(DEVIATIONS * deviation));
    }

    @Test
    void spreadsLinksEvenlyOverALargeWeight() {
        MatrixShape shape = new MatrixShape("w", 1000, 1000);
        long[] positions = start().positions(shape, 100_000, RandomStream.ofSeed(5));
        int[] tenths = new int[10];
        for (long position : positions) {
            tenths[(int) (position / 100_000)]++;
        }
        for (int count : tenths) {
            assertThat(Math.abs(count - 10_000)).isLessThan((int) (DEVIATIONS * Math.sqrt(9_000)));
        }
    }

    @Test
    void worksOnAWeightWithMorePositionsThanMemory() {
        MatrixShape huge = new MatrixShape("w", Integer.MAX_VALUE, Integer.MAX_VALUE);

        assertThat(start().positions(huge, 1000, RandomStream.ofSeed(1)))
                .hasSize(1000)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void givesDifferentPositionsForDifferentStreams() {
        MatrixShape shape = new MatrixShape("w", 100, 100);

        assertThat(start().positions(shape, 500, RandomStream.ofSeed(1)))
                .isNotEqualTo(start().positions(shape, 500, RandomStream.ofSeed(2)));
    }

    @Test
    void refusesMoreLinksThanPositions() {
        assertThatThrownBy(() -> start().positions(new MatrixShape("w", 2, 2), 5, RandomStream.ofSeed(1)))
                .hasMessage("w has room for 0 to 4 links, was asked for 5");
    }

    @Test
    void saysThatAWeightCannotHoldMoreLinksThanAnArray() {
        MatrixShape huge = new MatrixShape("w", 1 << 17, 1 << 17);

        assertThatThrownBy(() -> start().positions(huge, 1L << 33, RandomStream.ofSeed(1)))
                .isInstanceOf(EspalierException.class)
                .hasMessage(
                        "w would start with 8589934592 links; one weight holds at most 2147483639. Raise its sparsity.");
    }
}
