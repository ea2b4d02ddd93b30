package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;

/** Adds a trained number to each feature of every position. */
public record AddByFeature(String label, Value input, Value output, VectorSpec vector) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        return training ? 8L * planes.plane(output).tiles() + Binding.CHUNKS * TileKernels.LANE_BYTES : 0;
    }

    @Override
    public void couple(Coupling coupling) {
        coupling.tie(input, output);
        coupling.shift(input, vector, 1);
        coupling.numbers(vector, output);
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new AddByFeature(label, sizes.value(input), sizes.value(output), sizes.vector(vector));
    }

    @Override
    public void constants(Constants known) {
        known.each(input, output, (constant, feature) -> constant + known.number(vector, feature));
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.AddByFeature(vector.name()));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Kernels kernels;
        private final Plane in;
        private final Plane out;
        private final DenseWeight numbers;
        private final ElementwiseGradient toInput;
        private final long[] scratch;
        private final Tiles gradients;
        private final int[] tileBounds;
        private final int[] featureBounds;
        private final Work forward = this::forward;
        private final Work gradient = this::gradient;

        Bound(Binding binding) {
            this.kernels = binding.kernels();
            this.in = binding.plane(input);
            this.out = binding.plane(output);
            this.numbers = binding.vector(vector.name());
            this.toInput = new ElementwiseGradient(
                    AddByFeature.this, 0, in, binding, (x, g, result, n) -> NativeMemory.copy(g, result, 4L * n));
            this.scratch = binding.training() ? binding.lanes() : new long[0];
            long tiles = binding.gradient(output)
                    .map(g -> g.addresses(binding.memory()))
                    .orElse(0L);
            this.gradients = new Tiles(out.tiles(), out.lanes(), tiles, tiles);
            this.tileBounds = Chunks.even(in.tiles(), 1);
            this.featureBounds = Chunks.even(in.features(), 1);
        }

        private void forward(int chunk) {
            for (int tile = tileBounds[chunk]; tile < tileBounds[chunk + 1]; tile++) {
                kernels.addRow(in.numbered(tile), numbers.values(), in.features(), in.lanes(), out.numbered(tile));
            }
        }

        private void gradient(int chunk) {
            kernels.tileSums(
                    gradients, scratch[chunk], numbers.gradient(), featureBounds[chunk], featureBounds[chunk + 1]);
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(forward, tileBounds.length - 1);
        }

        @Override
        public void backward(WorkerPool pool) {
            pool.run(gradient, featureBounds.length - 1);
            toInput.run(pool);
        }
    }
}
