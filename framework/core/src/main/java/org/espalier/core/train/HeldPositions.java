package org.espalier.core.train;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;

/**
 * Positions of a weight that held a link at some time: a list while few of many did, one bit a position once that is less.
 * So a static mask costs four bytes a link, however wide its layer is.
 */
final class HeldPositions {
    /** A position in the list takes as many bits as this. */
    private static final int BITS = Integer.SIZE;

    private static final String LIST = " positions";

    private final int positions;
    /** Ascending; not read once there are bits. */
    private int[] list = {};

    private Optional<BitSet> bits = Optional.empty();

    /**
     * @param positions how many the weight has
     */
    HeldPositions(int positions) {
        this.positions = positions;
    }

    /**
     * Takes down positions that hold a link now.
     *
     * @param now distinct, ascending and below the number of positions
     */
    void add(long... now) {
        if (bits.isEmpty()) {
            list = union(list, now);
            if ((long) BITS * list.length <= positions) {
                return;
            }
            BitSet all = new BitSet(positions);
            for (int position : list) {
                all.set(position);
            }
            bits = Optional.of(all);
            list = new int[0];
        }
        for (long position : now) {
            bits.get().set((int) position);
        }
    }

    private static int[] union(int[] before, long... now) {
        int[] union = new int[before.length + now.length];
        int n = 0;
        int b = 0;
        for (long added : now) {
            int position = (int) added;
            while (b < before.length && before[b] < position) {
                union[n++] = before[b++];
            }
            if (b < before.length && before[b] == position) {
                b++;
            }
            union[n++] = position;
        }
        System.arraycopy(before, b, union, n, before.length - b);
        return Arrays.copyOf(union, n + before.length - b);
    }

    /** Whether a position held a link. */
    boolean contains(int position) {
        return bits.isPresent() ? bits.get().get(position) : Arrays.binarySearch(list, position) >= 0;
    }

    /** How many positions held a link. */
    int count() {
        return bits.map(BitSet::cardinality).orElse(list.length);
    }

    /** Writes them under the name of their layer. */
    void save(String layer, StateWriter out) {
        if (bits.isEmpty()) {
            out.ints(layer + LIST, list);
            return;
        }
        long[] words = bits.get().toLongArray();
        int[] halves = new int[2 * words.length];
        for (int i = 0; i < words.length; i++) {
            halves[2 * i] = (int) words[i];
            halves[2 * i + 1] = (int) (words[i] >>> 32);
        }
        out.ints(layer, halves);
    }

    /** Takes up what {@link #save} wrote. */
    void restore(String layer, StateReader in) {
        if (in.holds(layer + LIST)) {
            bits = Optional.empty();
            list = in.ints(layer + LIST);
            return;
        }
        int[] halves = in.ints(layer);
        long[] words = new long[halves.length / 2];
        for (int i = 0; i < words.length; i++) {
            words[i] = (halves[2 * i] & 0xFFFFFFFFL) | (long) halves[2 * i + 1] << 32;
        }
        bits = Optional.of(BitSet.valueOf(words));
        list = new int[0];
    }
}
