package org.espalier.testkit.reference;

import java.util.List;
import org.espalier.testkit.PlainGraph.PlainNode;

/** Operations of sequences in plain double. */
public final class PlainSequence {
    private PlainSequence() {}

    /** The rows of a table {@code [vocabulary][width]}. */
    public static PlainNode embedding(PlainNode tokens, double[] table, int width) {
        boolean flat = tokens.positions() == 1;
        int steps = flat ? tokens.features() : tokens.positions();
        int examples = tokens.values()[0].length / tokens.positions();
        double[][] out = new double[width][examples * steps];
        for (int e = 0; e < examples; e++) {
            for (int t = 0; t < steps; t++) {
                int token = (int) (flat ? tokens.values()[t][e] : tokens.values()[0][e * steps + t]);
                for (int f = 0; f < width; f++) {
                    out[f][e * steps + t] = table[token * width + f];
                }
            }
        }
        return new PlainNode(out, flat ? List.of(steps) : tokens.grid());
    }

    /** Adds the rows of a table {@code [positions][features]}. */
    public static PlainNode addPositions(PlainNode in, double[] table) {
        double[][] out = new double[in.features()][in.values()[0].length];
        for (int f = 0; f < out.length; f++) {
            for (int p = 0; p < out[f].length; p++) {
                out[f][p] = in.values()[f][p] + table[p % in.positions() * out.length + f];
            }
        }
        return new PlainNode(out, in.grid());
    }

    /** Pairs half a head apart turned by {@code position · base^(-2i/d)}. */
    public static PlainNode rotary(PlainNode in, int heads, double base) {
        double[][] out = new double[in.features()][in.values()[0].length];
        int size = in.features() / heads;
        for (int f = 0; f < out.length; f++) {
            int i = f % size;
            boolean second = i >= size / 2;
            double[] own = in.values()[f];
            double[] other = in.values()[second ? f - size / 2 : f + size / 2];
            for (int p = 0; p < own.length; p++) {
                double angle = p % in.positions() * Math.pow(base, -2.0 * (i % (size / 2)) / size);
                out[f][p] = own[p] * Math.cos(angle) + (second ? 1 : -1) * other[p] * Math.sin(angle);
            }
        }
        return new PlainNode(out, in.grid());
    }

    /** Softmax attention, head by head. */
    public static PlainNode attention(
            PlainNode queries, PlainNode keys, PlainNode values, int heads, int keyHeads, boolean causal) {
        int size = queries.features() / heads;
        int examples = queries.values()[0].length / queries.positions();
        double[][] out = new double[queries.features()][queries.values()[0].length];
        for (int e = 0; e < examples; e++) {
            for (int head = 0; head < heads; head++) {
                int keyFeature = head / (heads / keyHeads) * size;
                for (int t = 0; t < queries.positions(); t++) {
                    int query = e * queries.positions() + t;
                    int first = e * keys.positions();
                    double[] shares = new double[causal ? t + 1 : keys.positions()];
                    double sum = 0;
                    for (int s = 0; s < shares.length; s++) {
                        double score = 0;
                        for (int d = 0; d < size; d++) {
                            score +=
                                    queries.values()[head * size + d][query] * keys.values()[keyFeature + d][first + s];
                        }
                        shares[s] = Math.exp(score / Math.sqrt(size));
                        sum += shares[s];
                    }
                    for (int d = 0; d < size; d++) {
                        for (int s = 0; s < shares.length; s++) {
                            out[head * size + d][query] += shares[s] / sum * values.values()[keyFeature + d][first + s];
                        }
                    }
                }
            }
        }
        return new PlainNode(out, queries.grid());
    }
}
