package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.WorkerPool;

/**
 * Adds to the loss the squared coefficient of variation of the features' sums over live positions, times a weight. Summed in
 * double, position after position.
 *
 * @param output nobody reads it
 */
public record Variation(String label, Value input, Value output, double weight) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Binding binding;
        private final Plane in;
        private final Optional<Plane> gradient;
        private final boolean adds;
        private final double[] sums;
        private double total;
        private double squares;

        Bound(Binding binding) {
            this.binding = binding;
            this.in = binding.plane(input);
            this.gradient = binding.gradient(input);
            this.adds = binding.geometry().adds(Variation.this, 0);
            this.sums = new double[input.features()];
        }

        @Override
        public double loss() {
            return total == 0 ? 0 : weight * (sums.length * squares / (total * total) - 1);
        }

        /** By the sum of a feature. */
        private double slope(int feature) {
            return total == 0 ? 0 : 2 * weight * sums.length * (sums[feature] - squares / total) / (total * total);
        }

        private int live(int tile) {
            int block = tile / in.grid().positions();
            return Math.clamp((long) binding.batch().live() - (long) block * in.lanes(), 0, in.lanes());
        }

        @Override
        public void forward(WorkerPool pool) {
            total = 0;
            squares = 0;
            for (int f = 0; f < sums.length; f++) {
                sums[f] = sum(f);
                total += sums[f];
                squares += sums[f] * sums[f];
            }
        }

        private double sum(int feature) {
            double sum = 0;
            for (int tile = 0; tile < in.tiles(); tile++) {
                long row = in.numbered(tile) + 4L * feature * in.lanes();
                int live = live(tile);
                for (int lane = 0; lane < live; lane++) {
                    sum += NativeMemory.getFloat(row + 4L * lane);
                }
            }
            return sum;
        }

        @Override
        public void backward(WorkerPool pool) {
            if (gradient.isEmpty()) {
                return;
            }
            Plane out = gradient.orElseThrow();
            for (int f = 0; f < sums.length; f++) {
                float slope = (float) slope(f);
                for (int tile = 0; tile < out.tiles(); tile++) {
                    long row = out.numbered(tile) + 4L * f * out.lanes();
                    int live = live(tile);
                    for (int lane = 0; lane < out.lanes(); lane++) {
                        float before = adds ? NativeMemory.getFloat(row + 4L * lane) : 0f;
                        NativeMemory.setFloat(row + 4L * lane, lane < live ? before + slope : before);
                    }
                }
            }
        }
    }
}
