package org.espalier.plugins.regularizers;

import org.espalier.api.loop.GroupView;

/**
 * The weighted group sparse envelope of norms z with weights w, costs c and a budget k (Refael, Arbel and Huleihel,
 * "Learning k-Level Structured Sparse Neural Networks Using Group Envelope Regularization", 2022; Beck and Refael, "Sparse
 * Regularization via Bidualization", 2022):
 *
 * <pre>
 *   GS(z) = min ½ Σ wⱼ zⱼ² / uⱼ   over 0 ≤ uⱼ ≤ 1, Σ cⱼ uⱼ ≤ k     (0 / 0 = 0)
 * </pre>
 *
 * With weights and costs of 1 and a whole k it is the largest convex function below "½ ‖z‖² where at most k norms are not
 * zero, else infinity".
 *
 * <p>Its proximal step from t has uⱼ = clip(η sⱼ - λⱼ, 0, 1) and zⱼ = tⱼ uⱼ / (uⱼ + λⱼ), where sⱼ = tⱼ √(wⱼ / cⱼ), λⱼ is
 * the step times wⱼ, and η ≥ 0 solves Σ cⱼ uⱼ = k. The left side is increasing and linear between the breakpoints
 * λⱼ / sⱼ and (1 + λⱼ) / sⱼ, so η is found by selection: a breakpoint inside the bracket halves it, groups without a
 * breakpoint inside any more are summed up once and for all, and as about half of the others drop out each time, the work
 * is linear in the number of groups. The value needs the same η with λ = 0.
 */
final class GroupEnvelope {
    /** Odd, with its bits well mixed: the golden ratio in 64 bits. */
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final double[] weights;
    private final double[] costs;
    private final double[] slopes;
    private final double[] shifts;
    /** Groups with a breakpoint inside the bracket. */
    private final int[] open;

    private int left;
    private double low;
    private double high;
    /** The cost of groups whose u is 1. */
    private double whole;
    /** Of groups whose u is linear within the bracket: Σ c s, and Σ c λ. */
    private double rise;

    private double fall;

    /**
     * @param count how many groups there are in all
     */
    GroupEnvelope(int count) {
        weights = new double[count];
        costs = new double[count];
        slopes = new double[count];
        shifts = new double[count];
        open = new int[count];
    }

    int count() {
        return weights.length;
    }

    /** {@code [count]}, above 0; to be set before anything is asked. */
    double[] weights() {
        return weights;
    }

    /** {@code [count]}, above 0; to be set before anything is asked. */
    double[] costs() {
        return costs;
    }

    /** The envelope of the norms of groups {@code from} up to {@code to}. */
    double value(double[] norms, int from, int to, double budget) {
        double eta = eta(norms, from, to, budget);
        double sum = 0;
        for (int j = from; j < to; j++) {
            if (norms[j] > 0) {
                sum += weights[j] * norms[j] * norms[j] / share(j, eta);
            }
        }
        return sum / 2;
    }

    /** Its derivative by each norm, which is w z / u. */
    void slopes(double[] norms, int from, int to, double budget, double[] out) {
        double eta = eta(norms, from, to, budget);
        for (int j = from; j < to; j++) {
            out[j] = norms[j] > 0 ? weights[j] * norms[j] / share(j, eta) : 0;
        }
    }

    /** Its proximal step, in place. */
    void prox(double[] norms, GroupView groups, int from, int to, double budget) {
        for (int j = from; j < to; j++) {
            shifts[j] = groups.step(j) * weights[j];
        }
        double eta = solve(norms, from, to, budget);
        for (int j = from; j < to; j++) {
            if (norms[j] > 0 && shifts[j] > 0) {
                double u = share(j, eta);
                norms[j] *= u / (u + shifts[j]);
            }
        }
    }

    private double eta(double[] norms, int from, int to, double budget) {
        for (int j = from; j < to; j++) {
            shifts[j] = 0;
        }
        return solve(norms, from, to, budget);
    }

    /** The u of a group that is not zero. */
    private double share(int j, double eta) {
        return eta == Double.POSITIVE_INFINITY ? 1 : Math.max(0, Math.min(1, eta * slopes[j] - shifts[j]));
    }

    /** η; infinite when the budget lets every u be 1. */
    private double solve(double[] norms, int from, int to, double budget) {
        begin(norms, from, to);
        if (whole <= budget) {
            return Double.POSITIVE_INFINITY;
        }
        whole = 0;
        long draw = 0;
        while (left > 0) {
            draw += MIX;
            double pivot = pivot(draw);
            if (costAt(pivot) < budget) {
                low = pivot;
            } else {
                high = pivot;
            }
            close();
        }
        if (rise > 0) {
            return (budget - whole + fall) / rise;
        }
        // Level within the bracket: at its lower end, what is zero there is zero to the bit.
        return low > 0 ? low : high;
    }

    private void begin(double[] norms, int from, int to) {
        left = 0;
        low = 0;
        high = Double.POSITIVE_INFINITY;
        whole = 0;
        rise = 0;
        fall = 0;
        for (int j = from; j < to; j++) {
            if (norms[j] > 0) {
                slopes[j] = norms[j] * Math.sqrt(weights[j] / costs[j]);
                whole += costs[j];
                open[left++] = j;
            }
        }
    }

    /** A breakpoint inside the bracket, of whichever open group the draw falls on. */
    private double pivot(long draw) {
        int j = open[(int) Math.unsignedMultiplyHigh(draw ^ (draw >>> 29), left)];
        double first = begins(j);
        double last = ends(j);
        boolean takeFirst = inside(first) && (!inside(last) || (draw & 1) == 0);
        return takeFirst ? first : last;
    }

    private boolean inside(double breakpoint) {
        return low < breakpoint && breakpoint < high;
    }

    private double begins(int j) {
        return shifts[j] / slopes[j];
    }

    private double ends(int j) {
        return (1 + shifts[j]) / slopes[j];
    }

    /** Σ c u at an η inside the bracket. */
    private double costAt(double eta) {
        double sum = whole + (rise * eta - fall);
        for (int i = 0; i < left; i++) {
            sum += costs[open[i]] * share(open[i], eta);
        }
        return sum;
    }

    /** Sums up the groups without a breakpoint inside the bracket. */
    private void close() {
        int stay = 0;
        for (int i = 0; i < left; i++) {
            int j = open[i];
            double first = begins(j);
            double last = ends(j);
            if (inside(first) || inside(last)) {
                open[stay++] = j;
            } else if (last <= low) {
                whole += costs[j];
            } else if (first <= low) {
                rise += costs[j] * slopes[j];
                fall += costs[j] * shifts[j];
            }
        }
        left = stay;
    }
}
