package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import java.util.Arrays;
import org.espalier.api.MatrixShape;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.score.StartMask;

/**
 * Every set of exactly so many positions is equally likely (Liu et al., "The Unreasonable Effectiveness of Random
 * Pruning", ICLR 2022, with an exact count where their code draws each position on its own).
 *
 * <p>Positions are drawn, sorted and freed of repetitions until there are enough. Above half of all positions the empty
 * ones are drawn instead. So at most half of the positions are ever taken, a draw succeeds at least every second time,
 * and the work is O(links log links) for a weight of any size.
 */
@Plugin(
        name = "random",
        doc = "Starts with exactly the budgeted number of links at random places, all sets of places equally likely.")
public final class RandomStart implements StartMask {
    @Inject
    public RandomStart() {}

    @Override
    public long[] positions(MatrixShape shape, long links, RandomStream random) {
        long all = shape.positions();
        if (links < 0 || links > all) {
            throw new IllegalArgumentException(
                    shape.name() + " has room for 0 to " + all + " links, was asked for " + links);
        }
        int count = Positions.arrayLength(shape, links);
        if (links <= all / 2) {
            return draw(all, count, random);
        }
        return without(draw(all, Math.toIntExact(all - links), random), count);
    }

    /**
     * A uniform set of {@code count} of the numbers below {@code all}, ascending. A round draws as many as are missing,
     * so the result is the set of the first {@code count} different numbers in the order of the draws.
     */
    private static long[] draw(long all, int count, RandomStream random) {
        long[] drawn = new long[count];
        int distinct = 0;
        long draws = 0;
        while (distinct < count) {
            for (int i = distinct; i < count; i++) {
                drawn[i] = random.below(all, draws++);
            }
            Arrays.sort(drawn);
            distinct = moveDistinctToFront(drawn);
        }
        return drawn;
    }

    private static int moveDistinctToFront(long[] sorted) {
        int distinct = 0;
        for (long position : sorted) {
            if (distinct == 0 || sorted[distinct - 1] != position) {
                sorted[distinct++] = position;
            }
        }
        return distinct;
    }

    /** The first {@code count} numbers from 0 that are not among the ascending {@code holes}. */
    private static long[] without(long[] holes, int count) {
        long[] kept = new long[count];
        int hole = 0;
        long position = 0;
        for (int i = 0; i < count; i++) {
            while (hole < holes.length && holes[hole] == position) {
                hole++;
                position++;
            }
            kept[i] = position++;
        }
        return kept;
    }
}
