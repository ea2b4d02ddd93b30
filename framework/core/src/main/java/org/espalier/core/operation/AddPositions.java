package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.MatrixShape;
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
import org.espalier.core.graph.WeightPass;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.SparseWeight;

/**
 * Adds to each position its row of a table.
 *
 * @param table {@code [positions][features]}
 */
public record AddPositions(String label, Value input, Value output, MatrixShape table) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        return 24L * planes.plane(input).tiles()
                + 4L * table.positions()
                + (training ? Binding.CHUNKS * TileKernels.LANE_BYTES : 0);
    }

    @Override
    public void couple(Coupling coupling) {
        coupling.tie(input, output);
        for (int feature = 0; feature < output.features(); feature++) {
            coupling.column(table, feature, output, feature);
        }
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new AddPositions(label, sizes.value(input), sizes.value(output), sizes.weight(table));
    }

    @Override
    public void constants(Constants known) {
        known.each(input, output, (constant, feature) -> known.silentColumn(table, feature) ? constant : Float.NaN);
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.AddPositions(table.name()));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements WeightPass {
        private final Kernels kernels;
        private final TrainedWeight weight;
        private final long in;
        private final long out;
        private final int lanes;
        private final ElementwiseGradient toInput;
        /** For each position the gradients of its tiles in all blocks. */
        private final Tiles[] tilesAt;

        private final long[] scratch;
        /** All rows of a table of links, and their gradients. */
        private final long rows;

        private final int[] tileBounds;
        private final int[] positionBounds;
        private final Work forward = this::forward;
        private final Work gradient = this::gradient;

        Bound(Binding binding) {
            NativeMemory memory = binding.memory();
            Plane plane = binding.plane(input);
            this.kernels = binding.kernels();
            this.weight = binding.weight(table.name());
            this.in = plane.addresses(memory);
            this.out = binding.plane(output).addresses(memory);
            this.lanes = plane.lanes();
            this.toInput = new ElementwiseGradient(
                    AddPositions.this, 0, plane, binding, (x, g, result, n) -> NativeMemory.copy(g, result, 4L * n));
            this.tilesAt = new Tiles[binding.training() ? table.rows() : 0];
            for (int position = 0; position < tilesAt.length; position++) {
                tilesAt[position] = tiles(binding.gradient(output).orElseThrow(), position, memory);
            }
            this.scratch = new long[binding.training() ? Binding.CHUNKS : 0];
            for (int chunk = 0; chunk < scratch.length; chunk++) {
                scratch[chunk] = binding.lanes(chunk);
            }
            this.rows = memory.allocateFloats(table.positions());
            this.tileBounds = Chunks.even(plane.tiles(), 1);
            this.positionBounds = Chunks.even(table.rows(), 1);
        }

        private static Tiles tiles(Plane plane, int position, NativeMemory memory) {
            long[] addresses = new long[plane.blocks()];
            for (int block = 0; block < addresses.length; block++) {
                addresses[block] = plane.position(block, position);
            }
            long place = memory.copyOf(addresses);
            return new Tiles(addresses.length, plane.lanes(), place, place);
        }

        @Override
        public String weight() {
            return table.name();
        }

        @Override
        public void forward(WorkerPool pool) {
            if (weight.sparse()) {
                spreadLinks();
            }
            pool.run(forward, tileBounds.length - 1);
        }

        private void spreadLinks() {
            NativeMemory.clear(rows, 4L * table.positions());
            long values = weight.links().values();
            for (int row = 0; row < table.rows(); row++) {
                int end = weight.links().topology().rowStart(row + 1);
                for (int k = weight.links().topology().rowStart(row); k < end; k++) {
                    NativeMemory.setFloat(place(row, k), NativeMemory.getFloat(values + 4L * k));
                }
            }
        }

        private long place(int row, int link) {
            return rows + 4L * ((long) row * table.columns() + weight.links().column(link));
        }

        private void forward(int chunk) {
            long values = weight.sparse() ? rows : weight.store().values();
            for (int tile = tileBounds[chunk]; tile < tileBounds[chunk + 1]; tile++) {
                long row = values + 4L * (tile % table.rows()) * table.columns();
                long x = NativeMemory.getLong(in + 8L * tile);
                kernels.addRow(x, row, table.columns(), lanes, NativeMemory.getLong(out + 8L * tile));
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            pool.run(gradient, positionBounds.length - 1);
            if (weight.store() instanceof SparseWeight) {
                gatherLinks();
            }
            toInput.run(pool);
        }

        private void gradient(int chunk) {
            long result = weight.store() instanceof SparseWeight
                    ? rows
                    : weight.store().gradient();
            int from = positionBounds[chunk];
            denseGradient(scratch[chunk], result + 4L * from * table.columns(), from, positionBounds[chunk + 1]);
        }

        private void gatherLinks() {
            long result = weight.store().gradient();
            for (int row = 0; row < table.rows(); row++) {
                int end = weight.links().topology().rowStart(row + 1);
                for (int k = weight.links().topology().rowStart(row); k < end; k++) {
                    NativeMemory.setFloat(result + 4L * k, NativeMemory.getFloat(place(row, k)));
                }
            }
        }

        @Override
        public long scratchBytes() {
            return TileKernels.LANE_BYTES;
        }

        @Override
        public void denseGradient(long lanesOfSums, long result, int from, int to) {
            for (int position = from; position < to; position++) {
                long row = result + 4L * (position - from) * table.columns();
                kernels.tileSums(tilesAt[position], lanesOfSums, row, 0, table.columns());
            }
        }
    }
}
