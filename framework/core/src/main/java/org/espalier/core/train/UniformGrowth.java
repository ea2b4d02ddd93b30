package org.espalier.core.train;

import java.util.Arrays;
import org.espalier.api.RandomStream;

/** Draws absent positions, each equally likely, at the cost of the new links alone. */
final class UniformGrowth {
    private UniformGrowth() {}

    /**
     * @param taken positions that hold a link, ascending
     * @param positions how many positions there are
     * @param wanted how many to draw, at most positions minus taken
     * @return distinct positions, ascending
     */
    static long[] draw(long[] taken, long positions, int wanted, RandomStream random) {
        long free = positions - taken.length;
        if (wanted > free) {
            throw new IllegalArgumentException("only " + free + " positions are free, not " + wanted);
        }
        // Each draw is the rank of a free position; few are drawn twice as long as at most half are wanted.
        boolean leaveOut = wanted > free / 2;
        int draws = leaveOut ? Math.toIntExact(free - wanted) : wanted;
        long[] ranks = distinctRanks(free, draws, random);
        if (leaveOut) {
            ranks = complement(ranks, free);
        }
        return positionsOf(ranks, taken);
    }

    private static long[] distinctRanks(long free, int draws, RandomStream random) {
        long[] ranks = new long[draws];
        int have = 0;
        long index = 0;
        while (have < draws) {
            for (int i = have; i < draws; i++) {
                ranks[i] = random.below(free, index++);
            }
            Arrays.sort(ranks);
            have = 0;
            for (int i = 0; i < draws; i++) {
                if (i == 0 || ranks[i] != ranks[i - 1]) {
                    ranks[have++] = ranks[i];
                }
            }
        }
        return ranks;
    }

    private static long[] complement(long[] ranks, long free) {
        long[] others = new long[Math.toIntExact(free - ranks.length)];
        int n = 0;
        int r = 0;
        for (long rank = 0; rank < free; rank++) {
            if (r < ranks.length && ranks[r] == rank) {
                r++;
            } else {
                others[n++] = rank;
            }
        }
        return others;
    }

    /** The free position of each rank: the rank plus the taken positions before it. */
    private static long[] positionsOf(long[] ranks, long[] taken) {
        long[] positions = new long[ranks.length];
        int before = 0;
        for (int i = 0; i < ranks.length; i++) {
            while (before < taken.length && taken[before] <= ranks[i] + before) {
                before++;
            }
            positions[i] = ranks[i] + before;
        }
        return positions;
    }
}
