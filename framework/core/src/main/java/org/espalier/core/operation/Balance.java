package org.espalier.core.operation;

import java.util.List;
import org.espalier.api.graph.BalanceOver;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.WorkerPool;

/**
 * Adds {@code weight · E Σ_e f_e P_e} to the loss (Fedus, Zoph and Shazeer, "Switch Transformers", JMLR 2022).
 *
 * @param probabilities of each expert at each position
 * @param gates say which experts see a position; constants for the gradient
 * @param output nobody reads it
 * @param over with {@link BalanceOver#STEP} routes are added up from the first batch of a step on
 */
public record Balance(String label, Value probabilities, Value gates, Value output, double weight, BalanceOver over)
        implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(probabilities);
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Binding binding;
        private final Plane chances;
        private final Plane chosen;
        private final Plane gradient;
        private final boolean trained;
        private final boolean adds;
        private final int experts;
        private final double[] means;
        private final double[] counts;
        private final double[] shares;
        private double loss;

        Bound(Binding binding) {
            this.binding = binding;
            this.chances = binding.plane(probabilities);
            this.chosen = binding.plane(gates);
            this.trained = binding.gradient(probabilities).isPresent();
            this.gradient = binding.gradient(probabilities).orElse(chances);
            this.adds = binding.geometry().adds(Balance.this, 0);
            this.experts = probabilities.features();
            this.means = new double[experts];
            this.counts = new double[experts];
            this.shares = new double[experts];
        }

        @Override
        public double loss() {
            return loss;
        }

        private int live(int tile) {
            int lanes = chances.lanes();
            int block = tile / chances.grid().positions();
            return Math.clamp((long) binding.batch().live() - (long) block * lanes, 0, lanes);
        }

        @Override
        public void forward(WorkerPool pool) {
            long positions = (long) binding.batch().live() * chances.grid().positions();
            boolean fresh = over == BalanceOver.BATCH || binding.batch().first();
            double routes = 0;
            for (int e = 0; e < experts; e++) {
                means[e] = sum(chances, e, false) / positions;
                counts[e] = (fresh ? 0 : counts[e]) + sum(chosen, e, true);
                routes += counts[e];
            }
            loss = 0;
            for (int e = 0; e < experts; e++) {
                shares[e] = routes == 0 ? 0 : counts[e] / routes;
                loss += weight * experts * shares[e] * means[e];
            }
        }

        /** Over live positions the sum of a feature, or how often it is not 0. */
        private double sum(Plane plane, int feature, boolean counts) {
            double sum = 0;
            for (int tile = 0; tile < plane.tiles(); tile++) {
                long row = plane.numbered(tile) + 4L * feature * plane.lanes();
                int live = live(tile);
                for (int lane = 0; lane < live; lane++) {
                    float x = NativeMemory.getFloat(row + 4L * lane);
                    sum += counts ? (x == 0f ? 0 : 1) : x;
                }
            }
            return sum;
        }

        @Override
        public void backward(WorkerPool pool) {
            if (!trained) {
                return;
            }
            long positions = (long) binding.batch().live() * chances.grid().positions();
            for (int tile = 0; tile < gradient.tiles(); tile++) {
                int live = live(tile);
                for (int e = 0; e < experts; e++) {
                    float slope = (float) (weight * experts * shares[e] / positions);
                    long row = gradient.numbered(tile) + 4L * e * gradient.lanes();
                    for (int lane = 0; lane < gradient.lanes(); lane++) {
                        float before = adds ? NativeMemory.getFloat(row + 4L * lane) : 0f;
                        NativeMemory.setFloat(row + 4L * lane, lane < live ? before + slope : before);
                    }
                }
            }
        }
    }
}
