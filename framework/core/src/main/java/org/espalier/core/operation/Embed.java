package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.backend.Kernels;
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
import org.espalier.core.graph.WeightPass;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.SparseWeight;

/**
 * The rows of a table that token numbers name.
 *
 * @param input token numbers: features at one position, or one feature at each
 * @param table {@code [vocabulary][features]}
 * @param tied whether a product after it has the table for its weight, so that the gradient of the table is begun by that one
 */
public record Embed(String label, Value input, Value output, MatrixShape table, boolean tied) implements Operation {
    /** The same with a table that a product uses as well. */
    public Embed tie() {
        return new Embed(label, input, output, table, true);
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        return 24L * planes.plane(output).tiles();
    }

    @Override
    public void couple(Coupling coupling) {
        coupling.fix(input);
        for (int feature = 0; feature < output.features(); feature++) {
            coupling.column(table, feature, output, feature);
        }
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new Embed(label, input, sizes.value(output), sizes.weight(table), tied);
    }

    @Override
    public void constants(Constants known) {
        for (int feature = 0; feature < output.features(); feature++) {
            known.set(output, feature, known.silentColumn(table, feature) ? 0 : Float.NaN);
        }
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Embedding(table.name()));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements WeightPass {
        private final Kernels kernels;
        private final TrainedWeight weight;
        /** The output tiles are those of the gradient, where there is one. */
        private final Tiles tiles;

        private final long outputs;
        private final int[] tileBounds;
        private int[] gradientBounds = {0};
        private final Work forward = this::forward;
        private final Work gradient = this::gradient;

        Bound(Binding binding) {
            this.kernels = binding.kernels();
            this.weight = binding.weight(table.name());
            Plane out = binding.plane(output);
            Plane outGradient = binding.gradient(output).orElse(out);
            this.outputs = out.addresses(binding.memory());
            this.tiles = new Tiles(out.tiles(), out.lanes(), tokens(binding), outGradient.addresses(binding.memory()));
            this.tileBounds = Chunks.even(out.tiles(), 1);
            bind();
        }

        /** Where the tokens of each output tile stand. */
        private long tokens(Binding binding) {
            Plane in = binding.plane(input);
            int steps = output.positions().positions();
            boolean flat = input.positions().positions() == 1;
            long[] addresses = new long[in.blocks() * steps];
            for (int i = 0; i < addresses.length; i++) {
                int step = i % steps;
                addresses[i] = flat ? in.tile(i / steps, 0, 0) + 4L * step * in.lanes() : in.position(i / steps, step);
            }
            return binding.memory().copyOf(addresses);
        }

        @Override
        public String weight() {
            return table.name();
        }

        @Override
        public void bind() {
            gradientBounds = weight.store() instanceof SparseWeight s
                    ? Chunks.byLinks(s.matrix())
                    : Chunks.even(table.columns(), 1);
        }

        @Override
        public void forward(WorkerPool pool) {
            for (int tile = 0; tile < tiles.count(); tile++) {
                check(NativeMemory.getLong(tiles.inputs() + 8L * tile));
            }
            pool.run(forward, tileBounds.length - 1);
        }

        private void check(long tokens) {
            for (int p = 0; p < tiles.width(); p++) {
                float token = NativeMemory.getFloat(tokens + 4L * p);
                boolean whole = token == (int) token || Float.isNaN(token);
                if (token < 0 || token >= table.rows() || !whole) {
                    throw new EspalierException("The " + label + " has rows for the tokens 0 to " + (table.rows() - 1)
                            + ", and " + token + " comes in. Give it as many rows as the data have tokens, and do not"
                            + " scale them.");
                }
            }
        }

        private void forward(int chunk) {
            for (int tile = tileBounds[chunk]; tile < tileBounds[chunk + 1]; tile++) {
                long tokens = NativeMemory.getLong(tiles.inputs() + 8L * tile);
                long out = NativeMemory.getLong(outputs + 8L * tile);
                if (weight.seen() instanceof SparseWeight s) {
                    kernels.embed(s.matrix(), tokens, tiles.width(), out);
                } else {
                    kernels.embed(weight.store().values(), table.columns(), tokens, tiles.width(), out);
                }
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            pool.run(gradient, gradientBounds.length - 1);
        }

        private void gradient(int chunk) {
            int from = gradientBounds[chunk];
            int to = gradientBounds[chunk + 1];
            long result = weight.store().gradient();
            if (weight.store() instanceof SparseWeight s) {
                kernels.embeddingGradient(s.matrix(), tiles, tied, result, from, to);
            } else {
                kernels.embeddingGradient(table.columns(), tiles, tied, result, 0, table.rows(), from, to);
            }
        }

        @Override
        public long scratchBytes() {
            return 0;
        }

        @Override
        public void denseGradient(long scratch, long result, int from, int to) {
            kernels.embeddingGradient(table.columns(), tiles, tied, result, from, to, 0, table.columns());
        }
    }
}
