package org.espalier.testkit.reference;

import java.util.Arrays;
import java.util.List;
import org.espalier.testkit.PlainGraph.PlainNode;

/** Gates and mixtures of experts, every expert on every position. */
public final class PlainExperts {
    private PlainExperts() {}

    /** {@code [features][positions]}: whether a feature is among the largest; of equal ones the first are. */
    private static boolean[][] kept(double[][] x, int largest) {
        boolean[][] kept = new boolean[x.length][x[0].length];
        for (int p = 0; p < x[0].length; p++) {
            for (int round = 0; round < largest; round++) {
                int best = -1;
                for (int f = 0; f < x.length; f++) {
                    if (!kept[f][p] && (best < 0 || x[f][p] > x[best][p])) {
                        best = f;
                    }
                }
                kept[best][p] = true;
            }
        }
        return kept;
    }

    /** The softmax of the largest features. */
    public static PlainNode softmax(PlainNode in, int largest) {
        double[][] x = in.values();
        boolean[][] kept = kept(x, largest);
        double[][] out = new double[x.length][x[0].length];
        for (int p = 0; p < x[0].length; p++) {
            double sum = 0;
            for (int f = 0; f < x.length; f++) {
                out[f][p] = kept[f][p] ? StrictMath.exp(x[f][p]) : 0;
                sum += out[f][p];
            }
            for (int f = 0; f < x.length; f++) {
                out[f][p] /= sum;
            }
        }
        return new PlainNode(out, in.grid());
    }

    /** The largest features. */
    public static PlainNode largest(PlainNode in, int largest) {
        double[][] x = in.values();
        boolean[][] kept = kept(x, largest);
        double[][] out = new double[x.length][x[0].length];
        for (int f = 0; f < x.length; f++) {
            for (int p = 0; p < x[f].length; p++) {
                out[f][p] = kept[f][p] ? x[f][p] : 0;
            }
        }
        return new PlainNode(out, in.grid());
    }

    /** The weighted sum of what experts give. */
    public static PlainNode mixture(double[][] weights, PlainNode[] experts) {
        double[][] out = new double[experts[0].features()][experts[0].values()[0].length];
        for (int e = 0; e < experts.length; e++) {
            for (int f = 0; f < out.length; f++) {
                for (int p = 0; p < out[f].length; p++) {
                    out[f][p] += weights[e][p] * experts[e].values()[f][p];
                }
            }
        }
        return new PlainNode(out, experts[0].grid());
    }

    /** E times the sum over experts of their share of routes and their mean probability. */
    public static double balance(double[][] probabilities, double[][] gates) {
        double routes = 0;
        for (double[] gate : gates) {
            routes += count(gate);
        }
        double sum = 0;
        for (int e = 0; e < gates.length; e++) {
            double mean = 0;
            for (double p : probabilities[e]) {
                mean += p / probabilities[e].length;
            }
            sum += count(gates[e]) / routes * mean;
        }
        return gates.length * sum;
    }

    /** The squared coefficient of variation of the sums of features. */
    public static double variation(double[][] values) {
        double[] sums = Arrays.stream(values)
                .mapToDouble(row -> Arrays.stream(row).sum())
                .toArray();
        double mean = Arrays.stream(sums).average().orElseThrow();
        double variance =
                Arrays.stream(sums).map(s -> (s - mean) * (s - mean)).average().orElseThrow();
        return variance / (mean * mean);
    }

    /**
     * Features in another order.
     *
     * @param shares {@code [feature][place]}, one after the other
     */
    public static PlainNode permuted(PlainNode in, double[] shares) {
        double[][] x = in.values();
        double[][] out = new double[x.length][x[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                for (int p = 0; p < x[i].length; p++) {
                    out[j][p] += x[i][p] * shares[i * x.length + j];
                }
            }
        }
        return new PlainNode(out, in.grid());
    }

    /** Gates with those set to 0 for which an expert has no room: position by position, the largest of each first. */
    public static PlainNode served(PlainNode in, int routes, double factor) {
        double[][] gates = in.values();
        int positions = gates[0].length;
        double room = Math.ceil(factor * routes * positions / gates.length - 1e-9);
        double[][] out = new double[gates.length][positions];
        int[] seen = new int[gates.length];
        for (int route = 1; route <= routes; route++) {
            boolean[][] now = kept(gates, route);
            boolean[][] before = kept(gates, route - 1);
            for (int p = 0; p < positions; p++) {
                for (int e = 0; e < gates.length; e++) {
                    if (now[e][p] && !before[e][p] && gates[e][p] != 0 && seen[e]++ < room) {
                        out[e][p] = gates[e][p];
                    }
                }
            }
        }
        return new PlainNode(out, in.grid());
    }

    /** How often each token occurs. */
    public static long[] tokens(PlainNode in, int vocabulary) {
        long[] counts = new long[vocabulary];
        for (double[] feature : in.values()) {
            for (double token : feature) {
                counts[(int) token]++;
            }
        }
        return counts;
    }

    /** 1 for the feature that a table names for a token, else 0; tokens are features of a position, or one at each. */
    public static PlainNode byToken(PlainNode tokens, List<Integer> grid, int features, int[] table) {
        double[][] in = tokens.values();
        int steps = grid.stream().reduce(1, Math::multiplyExact);
        int examples = in.length * in[0].length / steps;
        double[][] out = new double[features][examples * steps];
        for (int e = 0; e < examples; e++) {
            for (int step = 0; step < steps; step++) {
                double token = in.length == steps ? in[step][e] : in[0][e * steps + step];
                out[table[(int) token]][e * steps + step] = 1;
            }
        }
        return new PlainNode(out, grid);
    }

    private static double count(double[] gate) {
        int count = 0;
        for (double g : gate) {
            count += g == 0 ? 0 : 1;
        }
        return count;
    }
}
