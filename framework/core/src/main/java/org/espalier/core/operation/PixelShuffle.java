package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Flow;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/**
 * A larger picture with fewer channels: {@code y[c, h r + i, w r + j] = x[c r² + i r + j, h, w]}.
 *
 * @param factor r
 */
public record PixelShuffle(String label, Value input, Value output, int factor) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public void constants(Constants known) {
        int pixels = factor * factor;
        for (int feature = 0; feature < output.features(); feature++) {
            float constant = known.of(input, feature * pixels);
            for (int i = 1; i < pixels; i++) {
                constant = known.of(input, feature * pixels + i) == constant ? constant : Float.NaN;
            }
            known.set(output, feature, constant);
        }
    }

    @Override
    public Optional<Flow> flow() {
        return Optional.of(walk -> {
            int width = input.positions().width();
            for (int position = 0; position < input.positions().positions(); position++) {
                for (int feature = 0; feature < input.features(); feature++) {
                    int place = place(position / width, position % width, feature);
                    walk.carry(input, feature, position, output, feature / (factor * factor), place, 1);
                }
            }
        });
    }

    /** Where a feature of an input position goes, counted row by row. */
    private int place(int y, int x, int feature) {
        int within = feature % (factor * factor);
        int row = y * factor + within / factor;
        return row * output.positions().width() + x * factor + within % factor;
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.PixelShuffle(factor));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Kernels kernels;
        private final Plane in;
        private final Plane out;
        private final Plane inGradient;
        private final Plane outGradient;
        private final boolean trained;
        private final boolean adds;
        private final int[] bounds;
        private final Work forward = this::forward;
        private final Work backward = this::backward;

        Bound(Binding binding) {
            this.kernels = binding.kernels();
            this.in = binding.plane(input);
            this.out = binding.plane(output);
            this.trained = binding.gradient(input).isPresent();
            this.inGradient = binding.gradient(input).orElse(in);
            this.outGradient = binding.gradient(output).orElse(out);
            this.adds = binding.geometry().adds(PixelShuffle.this, 0);
            this.bounds = Chunks.even(in.tiles(), 1);
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(forward, bounds.length - 1);
        }

        @Override
        public void backward(WorkerPool pool) {
            if (trained) {
                pool.run(backward, bounds.length - 1);
            }
        }

        private void forward(int chunk) {
            long row = 4L * in.lanes();
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                long from = in.numbered(tile);
                for (int feature = 0; feature < in.features(); feature++) {
                    NativeMemory.copy(from + feature * row, shuffled(out, tile, feature), row);
                }
            }
        }

        private void backward(int chunk) {
            long row = 4L * in.lanes();
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                long to = inGradient.numbered(tile);
                for (int feature = 0; feature < in.features(); feature++) {
                    long from = shuffled(outGradient, tile, feature);
                    if (adds) {
                        kernels.add(from, to + feature * row, to + feature * row, in.lanes());
                    } else {
                        NativeMemory.copy(from, to + feature * row, row);
                    }
                }
            }
        }

        /** Where the lanes of a feature of an input tile go. */
        private long shuffled(Plane plane, int tile, int feature) {
            int positions = in.grid().positions();
            int width = in.grid().width();
            int position = tile % positions;
            long at = plane.position(tile / positions, place(position / width, position % width, feature));
            return at + 4L * plane.lanes() * (feature / (factor * factor));
        }
    }
}
