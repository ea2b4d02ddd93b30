package org.espalier.plugins.budgets;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;

/**
 * Divides links among layers in proportion to a claim of each, none getting more links than it has positions.
 *
 * <p>The real-valued shares follow Evci et al., "Rigging the Lottery", ICML 2020: with a claim {@code c} and {@code N}
 * positions a layer's share is {@code e · c}; while the largest {@code e · c / N} is above 1, the layers that have it
 * become full and {@code e} is solved for the others.
 *
 * <p>Whole counts are found by the method of Webster: every layer has one link, and each further one goes where
 * {@code (count + 1/2) / claim} is smallest, a full layer taking no more; of equals the earlier layer goes first. Counts
 * are the shares rounded to the nearest, with the exact sum. Unlike rounding by largest remainders, this never takes a
 * link from a layer because the budget grew.
 */
final class Apportionment {
    private final long[] positions;
    private final double[] claims;
    private final long[] counts;
    private final long links;

    private Apportionment(List<MatrixShape> layers, long links, ToDoubleFunction<MatrixShape> claim) {
        this.positions = layers.stream().mapToLong(MatrixShape::positions).toArray();
        this.claims = layers.stream().mapToDouble(claim).toArray();
        this.counts = new long[layers.size()];
        this.links = links;
    }

    /**
     * Link counts that sum to {@code links}, each in [1, positions].
     *
     * @param claim what a layer's share is proportional to; above 0
     * @throws EspalierException when there are fewer links than layers or more than positions
     */
    static long[] counts(List<MatrixShape> layers, long links, ToDoubleFunction<MatrixShape> claim) {
        long room = layers.stream().mapToLong(MatrixShape::positions).sum();
        if (links < layers.size() || links > room) {
            throw new EspalierException(
                    "%d links cannot be divided among %d layers with %d positions: each layer needs one link, so between %d and %d links can be divided."
                            .formatted(links, layers.size(), room, layers.size(), room));
        }
        Apportionment shares = new Apportionment(layers, links, claim);
        shares.round();
        return shares.counts;
    }

    /** The factor {@code e} of the shares after saturation. */
    static double factor(List<MatrixShape> layers, long links, ToDoubleFunction<MatrixShape> claim) {
        return new Apportionment(layers, links, claim).factor();
    }

    private double factor() {
        boolean[] full = new boolean[positions.length];
        double factor = solve(full);
        double largest = largestRatio(full);
        while (factor * largest > 1) {
            for (int l = 0; l < positions.length; l++) {
                full[l] |= ratio(l) == largest;
            }
            largest = largestRatio(full);
            if (largest == 0) {
                break;
            }
            factor = solve(full);
        }
        return factor;
    }

    /** The factor with which the shares of the layers that are not full use up what the full ones leave. */
    private double solve(boolean[] full) {
        long left = links;
        double claimed = 0;
        for (int l = 0; l < positions.length; l++) {
            if (full[l]) {
                left -= positions[l];
            } else {
                claimed += claims[l];
            }
        }
        return left / claimed;
    }

    /** 0 when every layer is full. */
    private double largestRatio(boolean[] full) {
        double largest = 0;
        for (int l = 0; l < positions.length; l++) {
            largest = full[l] ? largest : Math.max(largest, ratio(l));
        }
        return largest;
    }

    private double ratio(int layer) {
        return claims[layer] / positions[layer];
    }

    /** Starts from rounded shares, which are a few links off, and moves links until Webster's order holds. */
    private void round() {
        double factor = factor();
        long given = 0;
        for (int l = 0; l < counts.length; l++) {
            counts[l] = Math.clamp(Math.round(factor * claims[l]), 1, positions[l]);
            given += counts[l];
        }
        while (true) {
            int next = nextToGet();
            int last = lastToHaveGot();
            if (given < links) {
                counts[next]++;
                given++;
            } else if (given > links) {
                counts[last]--;
                given--;
            } else if (next >= 0 && last >= 0 && getsBefore(next, last)) {
                counts[next]++;
                counts[last]--;
            } else {
                return;
            }
        }
    }

    /** The layer that gets the next link, or -1 when all are full. */
    private int nextToGet() {
        int next = -1;
        for (int l = 0; l < counts.length; l++) {
            if (counts[l] < positions[l] && (next < 0 || turn(l, counts[l]) < turn(next, counts[next]))) {
                next = l;
            }
        }
        return next;
    }

    /** The layer that got the last link, or -1 when all have just one. */
    private int lastToHaveGot() {
        int last = -1;
        for (int l = 0; l < counts.length; l++) {
            if (counts[l] > 1 && (last < 0 || turn(l, counts[l] - 1) >= turn(last, counts[last] - 1))) {
                last = l;
            }
        }
        return last;
    }

    private boolean getsBefore(int next, int last) {
        double gets = turn(next, counts[next]);
        double got = turn(last, counts[last] - 1);
        return gets < got || (gets == got && next < last);
    }

    /** When a layer that has so many links gets another: lower is earlier. */
    private double turn(int layer, long count) {
        return (count + 0.5) / claims[layer];
    }
}
