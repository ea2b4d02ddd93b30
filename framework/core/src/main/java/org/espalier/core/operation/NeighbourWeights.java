package org.espalier.core.operation;

import org.espalier.api.border.ExampleGraph;
import org.espalier.api.graph.Aggregation;

/**
 * The weights of neighbours, row by row.
 *
 * @param starts {@code [examples + 1]}
 * @param neighbours {@code [links]}, ascending in each row
 * @param values {@code [links]}
 */
@SuppressWarnings("ArrayRecordComponent")
record NeighbourWeights(int[] starts, int[] neighbours, float[] values) {
    static NeighbourWeights of(ExampleGraph graph, Aggregation aggregation) {
        boolean self = aggregation == Aggregation.NORMALIZED;
        int examples = graph.examples();
        int[] starts = new int[examples + 1];
        for (int i = 0; i < examples; i++) {
            starts[i + 1] = starts[i] + graph.degree(i) + (self && !linksItself(graph, i) ? 1 : 0);
        }
        int[] neighbours = new int[starts[examples]];
        float[] values = new float[neighbours.length];
        for (int i = 0; i < examples; i++) {
            row(graph, i, neighbours, starts[i], starts[i + 1]);
        }
        for (int i = 0; i < examples; i++) {
            int degree = starts[i + 1] - starts[i];
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                int other = starts[neighbours[k] + 1] - starts[neighbours[k]];
                values[k] = (float)
                        switch (aggregation) {
                            case NORMALIZED -> 1 / Math.sqrt((double) degree * other);
                            case MEAN -> 1.0 / degree;
                            case SUM -> 1.0;
                        };
            }
        }
        return new NeighbourWeights(starts, neighbours, values);
    }

    private static boolean linksItself(ExampleGraph graph, int example) {
        for (int k = 0; k < graph.degree(example); k++) {
            if (graph.neighbour(example, k) == example) {
                return true;
            }
        }
        return false;
    }

    /** The neighbours of an example, and itself in its place where there is room for it. */
    private static void row(ExampleGraph graph, int example, int[] neighbours, int from, int to) {
        boolean itself = to - from > graph.degree(example);
        int place = from;
        for (int k = 0; k < graph.degree(example); k++) {
            int neighbour = graph.neighbour(example, k);
            if (itself && neighbour > example) {
                neighbours[place++] = example;
                itself = false;
            }
            neighbours[place++] = neighbour;
        }
        if (itself) {
            neighbours[place] = example;
        }
    }

    /** The same weights from the neighbour's side. */
    NeighbourWeights transposed() {
        int examples = starts.length - 1;
        int[] turned = new int[examples + 1];
        for (int neighbour : neighbours) {
            turned[neighbour + 1]++;
        }
        for (int i = 0; i < examples; i++) {
            turned[i + 1] += turned[i];
        }
        int[] next = turned.clone();
        int[] rows = new int[neighbours.length];
        float[] weights = new float[neighbours.length];
        for (int i = 0; i < examples; i++) {
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                int place = next[neighbours[k]]++;
                rows[place] = i;
                weights[place] = values[k];
            }
        }
        return new NeighbourWeights(turned, rows, weights);
    }
}
