package org.espalier.plugins.regularizers;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The envelope the slow way: η by bisection, the conjugate by sorting, and for equal groups the value by its formula. */
record EnvelopeByHand(double[] weights, double[] costs, double budget) {
    /** Halvings: until the bracket is as narrow as doubles are. */
    private static final int HALVINGS = 400;

    static EnvelopeByHand equal(int groups, double budget) {
        double[] ones = new double[groups];
        Arrays.fill(ones, 1);
        return new EnvelopeByHand(ones, ones, budget);
    }

    double value(double[] z) {
        double[] u = shares(z, new double[z.length]);
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            sum += z[j] == 0 ? 0 : weights[j] * z[j] * z[j] / u[j];
        }
        return sum / 2;
    }

    double[] prox(double[] t, double step) {
        double[] shifts = Arrays.stream(weights).map(w -> w * step).toArray();
        double[] u = shares(t, shifts);
        double[] z = new double[t.length];
        for (int j = 0; j < t.length; j++) {
            z[j] = t[j] == 0 ? 0 : t[j] * u[j] / (u[j] + shifts[j]);
        }
        return z;
    }

    /** sup over z of z·y - GS(z): a knapsack filled by the ratio of gain and cost, the last piece in part. */
    double conjugate(double[] y) {
        Comparator<Integer> byRatio = Comparator.comparingDouble(j -> y[j] * y[j] / (weights[j] * costs[j]));
        double room = budget;
        double sum = 0;
        for (int j :
                IntStream.range(0, y.length).boxed().sorted(byRatio.reversed()).toList()) {
            double share = Math.max(0, Math.min(1, room / costs[j]));
            sum += share * y[j] * y[j] / weights[j];
            room -= costs[j];
        }
        return sum / 2;
    }

    /** The value where weights and costs are 1 and the budget is whole, by the formula of the k-support norm. */
    double valueOfEqual(double[] norms) {
        int k = (int) budget;
        double[] z = Arrays.stream(norms).sorted().toArray();
        int m = z.length;
        if (Arrays.stream(z).filter(x -> x > 0).count() <= k) {
            return Arrays.stream(z).map(x -> x * x).sum() / 2;
        }
        for (int r = 0; r < k; r++) {
            double tail = 0;
            for (int i = k - r; i <= m; i++) {
                tail += z[m - i];
            }
            double above = k - r - 1 == 0 ? Double.POSITIVE_INFINITY : z[m - (k - r - 1)];
            double mean = tail / (r + 1);
            if (above > mean && mean >= z[m - (k - r)]) {
                double head = 0;
                for (int i = 1; i <= k - r - 1; i++) {
                    head += z[m - i] * z[m - i];
                }
                return (head + tail * tail / (r + 1)) / 2;
            }
        }
        throw new AssertionError("no r for " + Arrays.toString(norms));
    }

    private double[] shares(double[] z, double[] shifts) {
        double low = 0;
        double high = 1e300;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = low < 1 ? (high > 1 ? 1 : (low + high) / 2) : Math.sqrt(low) * Math.sqrt(high);
            if (cost(u(z, shifts, middle)) < budget) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return u(z, shifts, high);
    }

    private double[] u(double[] z, double[] shifts, double eta) {
        double[] u = new double[z.length];
        for (int j = 0; j < z.length; j++) {
            double slope = z[j] * Math.sqrt(weights[j] / costs[j]);
            u[j] = z[j] == 0 ? 0 : Math.max(0, Math.min(1, eta * slope - shifts[j]));
        }
        return u;
    }

    private double cost(double[] u) {
        double sum = 0;
        for (int j = 0; j < u.length; j++) {
            sum += costs[j] * u[j];
        }
        return sum;
    }
}
