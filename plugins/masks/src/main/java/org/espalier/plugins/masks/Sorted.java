package org.espalier.plugins.masks;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Groups or links in order, and shares of them. */
final class Sorted {
    /** 0.3 of 10 are 3, although the product in double is less. */
    private static final double ROUNDING = 1e-9;

    private Sorted() {}

    /** A share of so many, rounded down to whole ones. */
    static int share(double share, int of) {
        return (int) Math.floor(share * of + ROUNDING);
    }

    /** The numbers in [from, to) by their sizes, smallest first; of equal sizes the lower number first. */
    static int[] bySize(double[] sizes, int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer group) -> sizes[group]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
