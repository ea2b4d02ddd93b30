package org.espalier.plugins.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** How often pairs of tokens stand side by side, kept up to date while pairs become tokens. */
final class BytePairCounts {
    private static final int LEAST = 2;

    private final List<int[]> pieces = new ArrayList<>();
    private final List<Integer> times = new ArrayList<>();
    private final Map<Long, Integer> counts = new HashMap<>();
    /** Pieces that hold a pair, or did. */
    private final Map<Long, Set<Integer>> holders = new HashMap<>();
    /** What a pair counted when it was put here; what no longer counts so is passed over. */
    private final PriorityQueue<Counted> queue = new PriorityQueue<>(
            Comparator.comparingInt((Counted c) -> -c.count()).thenComparingLong(Counted::pair));

    private record Counted(long pair, int count) {}

    /**
     * @param text its pieces, with how often each occurs
     */
    BytePairCounts(Map<String, Integer> text) {
        text.forEach((piece, count) -> {
            pieces.add(piece.chars().toArray());
            times.add(count);
        });
        for (int i = 0; i < pieces.size(); i++) {
            count(i, 1, new LinkedHashSet<>());
        }
        counts.forEach((pair, count) -> queue.add(new Counted(pair, count)));
    }

    /** The most frequent pair, of equals the one with the lowest tokens; -1 when none occurs twice. */
    long best() {
        while (!queue.isEmpty()) {
            Counted first = queue.poll();
            if (first.count() < LEAST) {
                return -1;
            }
            if (counts.getOrDefault(first.pair(), 0) == first.count()) {
                return first.pair();
            }
        }
        return -1;
    }

    /** Makes a pair a token wherever it stands. */
    void merge(long pair, int token) {
        Set<Long> changed = new LinkedHashSet<>();
        for (int piece : holders.getOrDefault(pair, Set.of())) {
            count(piece, -1, changed);
            pieces.set(piece, BytePairs.merged(pieces.get(piece), (int) (pair >>> Integer.SIZE), (int) pair, token));
            count(piece, 1, changed);
        }
        holders.remove(pair);
        for (long other : changed) {
            queue.add(new Counted(other, counts.getOrDefault(other, 0)));
        }
    }

    private void count(int piece, int sign, Set<Long> changed) {
        int[] tokens = pieces.get(piece);
        int delta = sign * times.get(piece);
        for (int i = 1; i < tokens.length; i++) {
            long pair = BytePairs.pair(tokens[i - 1], tokens[i]);
            counts.merge(pair, delta, Integer::sum);
            changed.add(pair);
            if (sign > 0) {
                holders.computeIfAbsent(pair, p -> new LinkedHashSet<>()).add(piece);
            }
        }
    }
}
