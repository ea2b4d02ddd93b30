package org.espalier.plugins.data;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.espalier.api.border.ExampleGraph;

/** Links between nodes in any order, made into a graph. */
final class LinkList {
    private final int nodes;
    /** Each link: from in the upper half, to in the lower. */
    private long[] links = new long[64];

    private int count;

    LinkList(int nodes) {
        this.nodes = nodes;
    }

    int nodes() {
        return nodes;
    }

    /** Adds a link in both directions; one of a node with itself is left out. */
    void add(int from, int to) {
        addOneWay(from, to);
        addOneWay(to, from);
    }

    /** Adds a link in one direction; one of a node with itself is left out. */
    void addOneWay(int from, int to) {
        if (from == to) {
            return;
        }
        if (count == links.length) {
            links = Arrays.copyOf(links, Math.multiplyExact(2, links.length));
        }
        links[count++] = (long) from << Integer.SIZE | to;
    }

    /** Every link once. */
    ExampleGraph graph() {
        long[] distinct = LongStream.of(links).limit(count).sorted().distinct().toArray();
        int[] starts = new int[nodes + 1];
        int[] neighbours = new int[distinct.length];
        for (int i = 0; i < distinct.length; i++) {
            starts[(int) (distinct[i] >>> Integer.SIZE) + 1]++;
            neighbours[i] = (int) distinct[i];
        }
        for (int node = 0; node < nodes; node++) {
            starts[node + 1] += starts[node];
        }
        return new ExampleGraph(starts, neighbours);
    }
}
