package org.espalier.plugins.data;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;

/**
 * Who rated what, and how: the users and items of all lines, and their ratings.
 *
 * @param values {@code [lines]}
 */
record Ratings(Ranks users, Ranks items, float[] values) {
    /**
     * Each line as an example, drawn for training or the test by a seed and its number alone.
     *
     * @param test share of the lines that is drawn for the test
     */
    Dataset split(String name, double test, long seed, Map<String, String> digests) {
        RandomStream random = RandomStream.ofSeed(seed).fork("ratings/test");
        int[] train = IntStream.range(0, values.length)
                .filter(line -> random.uniform(line) >= test)
                .toArray();
        int[] judged = IntStream.range(0, values.length)
                .filter(line -> random.uniform(line) < test)
                .toArray();
        return new Dataset(
                name,
                List.of(2),
                1,
                List.of(),
                new RatingExamples(this, train),
                new RatingExamples(this, judged),
                digests);
    }
}
