package org.espalier.core.storage;

import java.util.BitSet;

/**
 * A change of links. A link that is dropped and grown again and keeps its state is in neither list; one that is to start
 * afresh is in both.
 *
 * @param dropped numbers of the links that go, ascending
 * @param grown positions (row times columns plus column) of the links that come, ascending
 * @param values start value of each new link; its slots start at zero
 */
public record TopologyEdit(int[] dropped, long[] grown, float[] values) {
    public TopologyEdit {
        if (grown.length != values.length) {
            throw new IllegalArgumentException(
                    "every grown link needs a value: " + grown.length + " links, " + values.length + " values");
        }
    }

    /** How the link count changes. */
    public int difference() {
        return grown.length - dropped.length;
    }

    /** The links after the edit. */
    public Topology applied(Topology before) {
        long[] positions = new long[before.count() + difference()];
        merge(before, positions);
        return Topology.of(before.shape(), positions);
    }

    /**
     * Where each link of the edited topology comes from.
     *
     * @param before the topology the edit is about
     * @param positions output: the new positions, ascending, {@code [before.count() + difference()]}
     * @return for each new link the number of the old link it continues, or {@code -1 - i} for {@code grown[i]}
     */
    int[] merge(Topology before, long[] positions) {
        BitSet gone = new BitSet(before.count());
        for (int link : dropped) {
            gone.set(link);
        }
        long[] old = before.positions();
        int[] origin = new int[positions.length];
        int k = 0;
        int g = 0;
        for (int n = 0; n < origin.length; n++) {
            while (k < old.length && gone.get(k)) {
                k++;
            }
            if (k < old.length && (g == grown.length || old[k] < grown[g])) {
                origin[n] = k;
                positions[n] = old[k++];
            } else {
                origin[n] = -1 - g;
                positions[n] = grown[g++];
            }
        }
        return origin;
    }
}
