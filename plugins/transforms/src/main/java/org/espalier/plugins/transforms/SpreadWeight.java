package org.espalier.plugins.transforms;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.espalier.api.MatrixShape;
import org.espalier.api.loop.ParameterEditor;
import org.espalier.api.score.Pattern;

/**
 * A weight spread out over all its positions; where no link is stored there are zeros.
 *
 * @param values {@code [rows * columns]}, row by row
 * @param stored positions of the links
 */
record SpreadWeight(MatrixShape shape, double[] values, BitSet stored) {
    /** 0.3 of 10 are 3, although the product in double is less. */
    private static final double ROUNDING = 1e-9;

    /** A score below those of all links: what is not stored is kept by no mask that has a choice. */
    static final float NO_LINK = -1;

    static SpreadWeight of(ParameterEditor weight) {
        MatrixShape shape = weight.shape();
        double[] values = new double[Math.toIntExact(shape.positions())];
        BitSet stored = new BitSet(values.length);
        float[] links = weight.values();
        for (int k = 0; k < links.length; k++) {
            int position = weight.row(k) * shape.columns() + weight.column(k);
            values[position] = links[k];
            stored.set(position);
        }
        return new SpreadWeight(shape, values, stored);
    }

    /** A share of so many, rounded down to whole ones. */
    static int share(double share, int of) {
        return (int) Math.floor(share * of + ROUNDING);
    }

    /**
     * The positions of the best mask of a pattern.
     *
     * @param links how many are wanted; the nearest count that the pattern can have is taken
     * @param scores {@code [rows * columns]}
     */
    static BitSet best(Pattern pattern, MatrixShape shape, long links, float[] scores) {
        long[] positions = IntStream.range(0, scores.length).asLongStream().toArray();
        return pattern.best(shape, positions, scores, Math.toIntExact(pattern.nearestReachable(shape, links)));
    }

    /** Writes the values of those links that are kept, and drops the others. */
    void write(ParameterEditor weight, BitSet kept) {
        BitSet links = new BitSet();
        float[] left = new float[weight.count()];
        int count = 0;
        for (int k = 0; k < left.length; k++) {
            int position = weight.row(k) * shape.columns() + weight.column(k);
            if (kept.get(position)) {
                links.set(k);
                left[count++] = (float) values[position];
            }
        }
        weight.keep(links);
        weight.set(Arrays.copyOf(left, count));
    }
}
