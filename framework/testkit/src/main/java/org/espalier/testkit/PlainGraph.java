package org.espalier.testkit;

import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;

/** Evaluates a graph at once, in plain double, for one batch of labelled examples. */
public final class PlainGraph implements GraphBuilder {
    private final int[] labels;

    /** @param labels the class of each example */
    public PlainGraph(int... labels) {
        this.labels = labels.clone();
    }

    /**
     * A value.
     *
     * @param values {@code [features][examples]}; a scalar is one feature of one example
     */
    public record PlainNode(
            @SuppressWarnings("ArrayRecordComponent") double[][] values) implements Node {
        @Override
        public int features() {
            return values.length;
        }
    }

    /** The number a scalar node holds. */
    public static double scalar(Node node) {
        double[][] values = values(node);
        if (values.length != 1 || values[0].length != 1) {
            throw new IllegalArgumentException("a loss is a scalar, this one is [" + values.length + " features]["
                    + (values.length == 0 ? 0 : values[0].length) + " examples]");
        }
        return values[0][0];
    }

    @Override
    public Node crossEntropy(Node logits, double smoothing) {
        double[][] x = values(logits);
        double sum = 0;
        for (int e = 0; e < labels.length; e++) {
            double max = Double.NEGATIVE_INFINITY;
            for (double[] feature : x) {
                max = Math.max(max, feature[e]);
            }
            double partition = 0;
            for (double[] feature : x) {
                partition += StrictMath.exp(feature[e] - max);
            }
            double logPartition = StrictMath.log(partition) + max;
            for (int c = 0; c < x.length; c++) {
                double q = (c == labels[e] ? 1 - smoothing : 0) + smoothing / x.length;
                sum -= q * (x[c][e] - logPartition);
            }
        }
        return scalarNode(sum / labels.length);
    }

    @Override
    public Node squaredError(Node predictions) {
        double[][] x = values(predictions);
        double sum = 0;
        for (int f = 0; f < x.length; f++) {
            for (int e = 0; e < labels.length; e++) {
                double difference = x[f][e] - (f == labels[e] ? 1 : 0);
                sum += difference * difference;
            }
        }
        return scalarNode(sum / ((double) x.length * labels.length));
    }

    private static double[][] values(Node node) {
        if (node instanceof PlainNode(double[][] values)) {
            return values;
        }
        throw new IllegalArgumentException("a graph's operations take nodes of the same graph, this is a " + node);
    }

    private static Node scalarNode(double value) {
        return new PlainNode(new double[][] {{value}});
    }
}
