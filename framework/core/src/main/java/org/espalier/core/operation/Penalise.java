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
 * Adds to the loss the mean over live positions of the sum of all features, times a weight. Summed in double, position after
 * position.
 *
 * @param output nobody reads it
 */
public record Penalise(String label, Value input, Value output, double weight) implements Operation {
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
        private double loss;

        Bound(Binding binding) {
            this.binding = binding;
            this.in = binding.plane(input);
            this.gradient = binding.gradient(input);
            this.adds = binding.geometry().adds(Penalise.this, 0);
        }

        @Override
        public double loss() {
            return loss;
        }

        private int live(int tile) {
            int block = tile / in.grid().positions();
            return Math.clamp((long) binding.batch().live() - (long) block * in.lanes(), 0, in.lanes());
        }

        private double each() {
            return weight / ((double) binding.batch().live() * in.grid().positions());
        }

        @Override
        public void forward(WorkerPool pool) {
            double sum = 0;
            for (int tile = 0; tile < in.tiles(); tile++) {
                int live = live(tile);
                for (int f = 0; f < in.features(); f++) {
                    long row = in.numbered(tile) + 4L * f * in.lanes();
                    for (int lane = 0; lane < live; lane++) {
                        sum += NativeMemory.getFloat(row + 4L * lane);
                    }
                }
            }
            loss = each() * sum;
        }

        @Override
        public void backward(WorkerPool pool) {
            if (gradient.isEmpty()) {
                return;
            }
            Plane out = gradient.orElseThrow();
            float slope = (float) each();
            for (int tile = 0; tile < out.tiles(); tile++) {
                int live = live(tile);
                for (int f = 0; f < out.features(); f++) {
                    long row = out.numbered(tile) + 4L * f * out.lanes();
                    for (int lane = 0; lane < out.lanes(); lane++) {
                        float before = adds ? NativeMemory.getFloat(row + 4L * lane) : 0f;
                        NativeMemory.setFloat(row + 4L * lane, lane < live ? before + slope : before);
                    }
                }
            }
        }
    }
}
