package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Reading;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/** The sum of all features of each position, from the first to the last. */
public record FeatureSum(String label, Value input, Value output) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public void couple(Coupling coupling) {
        for (int feature = 0; feature < input.features(); feature++) {
            coupling.read(Reading.sum(input, feature));
        }
        coupling.fix(output);
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new FeatureSum(label, sizes.value(input), output);
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.FeatureSum());
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
        private final boolean backward;
        private final boolean adds;
        private final int[] bounds;
        private final Work sums = this::sums;
        private final Work spread = this::spread;

        Bound(Binding binding) {
            this.kernels = binding.kernels();
            this.in = binding.plane(input);
            this.out = binding.plane(output);
            this.backward = binding.gradient(input).isPresent();
            this.inGradient = binding.gradient(input).orElse(in);
            this.outGradient = binding.gradient(output).orElse(out);
            this.adds = binding.geometry().adds(FeatureSum.this, 0);
            this.bounds = Chunks.even(in.tiles(), 1);
        }

        private void sums(int chunk) {
            int lanes = in.lanes();
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                long from = in.numbered(tile);
                long to = out.numbered(tile);
                NativeMemory.copy(from, to, 4L * lanes);
                for (int f = 1; f < in.features(); f++) {
                    kernels.add(to, from + 4L * f * lanes, to, lanes);
                }
            }
        }

        private void spread(int chunk) {
            int lanes = in.lanes();
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                long from = outGradient.numbered(tile);
                long to = inGradient.numbered(tile);
                for (int f = 0; f < in.features(); f++, to += 4L * lanes) {
                    if (adds) {
                        kernels.add(from, to, to, lanes);
                    } else {
                        NativeMemory.copy(from, to, 4L * lanes);
                    }
                }
            }
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(sums, bounds.length - 1);
        }

        @Override
        public void backward(WorkerPool pool) {
            if (backward) {
                pool.run(spread, bounds.length - 1);
            }
        }
    }
}
