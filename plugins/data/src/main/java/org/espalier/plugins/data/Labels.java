package org.espalier.plugins.data;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;

/**
 * Numbers that stand for classes.
 *
 * @param distinct the different ones, ascending; none where labels are numbers to predict
 */
record Labels(float[] distinct) {
    /** Labels that are no classes. */
    static final Labels NUMBERS = new Labels(new float[0]);

    /** Whole numbers up to here are written without a point. */
    private static final float PLAIN = 1e9f;

    /** The classes of these labels. */
    static Labels of(float[] labels) {
        float[] sorted = labels.clone();
        Arrays.sort(sorted);
        int different = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[different++] = sorted[i];
            }
        }
        return new Labels(Arrays.copyOf(sorted, different));
    }

    int count() {
        return distinct.length;
    }

    /** Classes are called by their numbers. */
    List<String> names() {
        return IntStream.range(0, distinct.length)
                .mapToObj(i -> distinct[i] == Math.rint(distinct[i]) && Math.abs(distinct[i]) < PLAIN
                        ? Integer.toString((int) distinct[i])
                        : Float.toString(distinct[i]))
                .toList();
    }

    /**
     * The class of each label.
     *
     * @param unknown what is said of the label of a row that is none of the classes
     */
    int[] places(float[] labels, IntFunction<EspalierException> unknown) {
        int[] places = new int[labels.length];
        for (int row = 0; row < labels.length; row++) {
            places[row] = Arrays.binarySearch(distinct, labels[row]);
            if (places[row] < 0) {
                throw unknown.apply(row);
            }
        }
        return places;
    }
}
