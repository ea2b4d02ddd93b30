package org.espalier.testkit.reference;

import org.espalier.api.graph.Recurrence;
import org.espalier.testkit.PlainGraph.PlainNode;

/** Recurrences in plain double. */
public final class PlainRecurrence {
    private PlainRecurrence() {}

    /**
     * The outputs of all steps.
     *
     * @param weight {@code [gates * units][units]}
     * @param bias {@code [gates * units]}
     */
    public static PlainNode of(PlainNode in, double[] weight, double[] bias, int units, Recurrence cell) {
        int steps = in.positions();
        double[][] out = new double[units][in.values()[0].length];
        for (int e = 0; e < out[0].length / steps; e++) {
            double[] h = new double[units];
            double[] c = new double[units];
            for (int t = 0; t < steps; t++) {
                double[] sums = bias.clone();
                double[] inputs = new double[sums.length];
                for (int r = 0; r < sums.length; r++) {
                    inputs[r] = in.values()[r][e * steps + t];
                    for (int k = 0; k < units; k++) {
                        sums[r] += weight[r * units + k] * h[k];
                    }
                }
                for (int u = 0; u < units; u++) {
                    h[u] = unit(cell, inputs, sums, units, u, h[u], c);
                    out[u][e * steps + t] = h[u];
                }
            }
        }
        return new PlainNode(out, in.grid());
    }

    private static double unit(
            Recurrence cell, double[] inputs, double[] sums, int units, int u, double before, double[] c) {
        double first = inputs[u] + sums[u];
        return switch (cell) {
            case TANH -> Math.tanh(first);
            case RELU -> Math.max(first, 0);
            case GRU -> {
                double z = sigmoid(inputs[units + u] + sums[units + u]);
                double n = Math.tanh(inputs[2 * units + u] + sigmoid(first) * sums[2 * units + u]);
                yield (1 - z) * n + z * before;
            }
            case LSTM -> {
                double forget = sigmoid(inputs[units + u] + sums[units + u]);
                double update = Math.tanh(inputs[2 * units + u] + sums[2 * units + u]);
                c[u] = forget * c[u] + sigmoid(first) * update;
                yield sigmoid(inputs[3 * units + u] + sums[3 * units + u]) * Math.tanh(c[u]);
            }
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
