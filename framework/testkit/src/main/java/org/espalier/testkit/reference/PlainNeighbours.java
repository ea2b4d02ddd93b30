package org.espalier.testkit.reference;

import org.espalier.api.border.ExampleGraph;
import org.espalier.api.graph.Aggregation;
import org.espalier.testkit.PlainGraph.PlainNode;

/** Sums over neighbours by a whole matrix of weights. */
public final class PlainNeighbours {
    private PlainNeighbours() {}

    /** {@code [features][examples]} times the weights of the links. */
    public static PlainNode of(PlainNode in, ExampleGraph graph, Aggregation aggregation) {
        double[][] weights = weights(graph, aggregation);
        double[][] out = new double[in.features()][graph.examples()];
        for (int f = 0; f < out.length; f++) {
            for (int i = 0; i < graph.examples(); i++) {
                for (int j = 0; j < graph.examples(); j++) {
                    out[f][i] += weights[i][j] * in.values()[f][j];
                }
            }
        }
        return new PlainNode(out);
    }

    private static double[][] weights(ExampleGraph graph, Aggregation aggregation) {
        int examples = graph.examples();
        double[][] linked = new double[examples][examples];
        for (int i = 0; i < examples; i++) {
            for (int k = 0; k < graph.degree(i); k++) {
                linked[i][graph.neighbour(i, k)] = 1;
            }
            if (aggregation == Aggregation.NORMALIZED) {
                linked[i][i] = 1;
            }
        }
        double[] degrees = new double[examples];
        for (int i = 0; i < examples; i++) {
            for (double link : linked[i]) {
                degrees[i] += link;
            }
        }
        for (int i = 0; i < examples; i++) {
            for (int j = 0; j < examples; j++) {
                if (linked[i][j] != 0) {
                    linked[i][j] = switch (aggregation) {
                        case NORMALIZED -> 1 / Math.sqrt(degrees[i] * degrees[j]);
                        case MEAN -> 1 / degrees[i];
                        case SUM -> 1;
                    };
                }
            }
        }
        return linked;
    }
}
