package org.espalier.core.assembly;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.espalier.api.border.Examples;

/**
 * Which examples are learnt from and which are held out; each list ascends.
 *
 * @param train ids to learn from
 * @param validation ids held out to choose by
 * @param test ids held out to judge by
 */
record HoldOut(int[] train, int[] validation, int[] test) {
    /**
     * By their order alone.
     *
     * @param ids all of them in a random order
     */
    static HoldOut plain(int[] ids, int validation, int test) {
        int rest = ids.length - validation - test;
        return new HoldOut(
                sorted(Arrays.copyOfRange(ids, 0, rest)),
                sorted(Arrays.copyOfRange(ids, rest, rest + validation)),
                sorted(Arrays.copyOfRange(ids, rest + validation, ids.length)));
    }

    /**
     * Of each class as near to its share of all examples as whole numbers allow (the largest remainders are rounded up).
     *
     * @param ids all of them in a random order
     * @param examples whose labels count
     * @param classes how many there are
     */
    static HoldOut stratified(int[] ids, Examples examples, int classes, int validation, int test) {
        int[] counts = new int[classes];
        for (int id : ids) {
            counts[examples.label(id)]++;
        }
        int[] free = counts.clone();
        int[] validationLeft = shares(counts, free, validation, ids.length);
        int[] testLeft = shares(counts, free, test, ids.length);
        IntStream.Builder train = IntStream.builder();
        IntStream.Builder chosen = IntStream.builder();
        IntStream.Builder judged = IntStream.builder();
        for (int id : ids) {
            int label = examples.label(id);
            if (validationLeft[label] > 0) {
                validationLeft[label]--;
                chosen.add(id);
            } else if (testLeft[label] > 0) {
                testLeft[label]--;
                judged.add(id);
            } else {
                train.add(id);
            }
        }
        return new HoldOut(
                sorted(train.build().toArray()),
                sorted(chosen.build().toArray()),
                sorted(judged.build().toArray()));
    }

    /**
     * How many of each class make up a number of examples: quotas rounded down, then one more for the largest remainders,
     * of equal ones for the lowest class.
     *
     * @param free examples of each class that are not held out yet; what is taken is subtracted
     */
    private static int[] shares(int[] counts, int[] free, int wanted, int all) {
        int[] shares = new int[counts.length];
        long[] remainders = new long[counts.length];
        int left = wanted;
        for (int c = 0; c < counts.length; c++) {
            long quota = (long) counts[c] * wanted;
            shares[c] = Math.min(free[c], (int) (quota / all));
            remainders[c] = quota % all;
            free[c] -= shares[c];
            left -= shares[c];
        }
        for (; left > 0; left--) {
            int next = -1;
            for (int c = 0; c < counts.length; c++) {
                if (free[c] > 0 && (next < 0 || remainders[c] > remainders[next])) {
                    next = c;
                }
            }
            shares[next]++;
            free[next]--;
            // Who has had one more waits until all others have.
            remainders[next] -= all;
        }
        return shares;
    }

    private static int[] sorted(int[] ids) {
        Arrays.sort(ids);
        return ids;
    }
}
