package org.espalier.plugins.gates;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.espalier.api.RandomStream;

/** The expert of each token (Roller et al., "Hash Layers for Large Sparse Models", NeurIPS 2021). */
final class TokenTable {
    private TokenTable() {}

    /**
     * The most frequent tokens first, of equally frequent ones those with the lower number, each to the expert with the least
     * frequency so far, of equal ones the first. The largest and the least sum of an expert differ by one token at most.
     *
     * @param counts how often each token occurs
     */
    static int[] balanced(long[] counts, int experts) {
        int[] expertOf = new int[counts.length];
        long[] load = new long[experts];
        IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer token) -> -counts[token]))
                .forEach(token -> {
                    int least = least(load);
                    expertOf[token] = least;
                    load[least] += counts[token];
                });
        return expertOf;
    }

    private static int least(long[] load) {
        int least = 0;
        for (int e = 1; e < load.length; e++) {
            least = load[e] < load[least] ? e : least;
        }
        return least;
    }

    /** Each token to any expert. */
    static int[] drawn(int vocabulary, int experts, long seed) {
        RandomStream random = RandomStream.ofSeed(seed).fork("tokens");
        return IntStream.range(0, vocabulary)
                .map(token -> (int) random.below(experts, token))
                .toArray();
    }
}
