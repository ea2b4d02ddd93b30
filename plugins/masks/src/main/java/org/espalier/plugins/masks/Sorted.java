package org.espalier.plugins.masks;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Groups in order. */
final class Sorted {
    private Sorted() {}

    /** The numbers in [from, to) by their sizes, smallest first; of equal sizes the lower number first. */
    static int[] bySize(double[] sizes, int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer group) -> sizes[group]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
