package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.backend.AttentionShape;
import org.espalier.api.backend.AttentionTiles;
import org.espalier.api.backend.Kernels;
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
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/**
 * Attention. The work is divided by key heads and 16 examples at a time; nothing of it is kept for the backward pass, which
 * computes the scores again.
 *
 * @param heads of queries
 * @param keyHeads of keys and values, each shared by several query heads
 */
public record Attend(
        String label, Value queries, Value keys, Value values, Value output, int heads, int keyHeads, boolean causal)
        implements Operation {
    /** Examples of a unit of work. */
    private static final int LANES = 16;

    @Override
    public List<Value> inputs() {
        return List.of(queries, keys, values);
    }

    private AttentionShape shape(int lanes) {
        int size = queries.features() / heads;
        return new AttentionShape(
                queries.positions().positions(),
                keys.positions().positions(),
                heads / keyHeads,
                size,
                lanes,
                causal,
                (float) (1 / Math.sqrt(size)));
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        Plane plane = planes.plane(queries);
        long tables = 32L * (plane.tiles() + planes.plane(keys).tiles());
        return tables + Binding.CHUNKS * shape(plane.lanes()).scratchBytes(training);
    }

    @Override
    public void couple(Coupling coupling) {
        int size = queries.features() / heads;
        int shared = heads / keyHeads;
        for (int feature = 0; feature < queries.features(); feature++) {
            int key = feature / size / shared * size;
            coupling.tie(keys, key, queries, feature);
            coupling.tie(keys, key, output, feature);
        }
        for (int feature = 0; feature < keys.features(); feature++) {
            coupling.tie(keys, feature / size * size, keys, feature);
            coupling.tie(keys, feature / size * size, values, feature);
        }
    }

    @Override
    public Operation resized(Resizing sizes) {
        int size = queries.features() / heads;
        Value q = sizes.value(queries);
        Value k = sizes.value(keys);
        return new Attend(
                label,
                q,
                k,
                sizes.value(values),
                sizes.value(output),
                q.features() / size,
                k.features() / size,
                causal);
    }

    @Override
    public void constants(Constants known) {
        int size = queries.features() / heads;
        int shared = heads / keyHeads;
        for (int feature = 0; feature < output.features(); feature++) {
            known.set(output, feature, known.of(values, feature / size / shared * size + feature % size));
        }
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Attention(heads, keyHeads, causal));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Kernels kernels;
        private final AttentionShape shape;
        private final int slices;
        /** By block. */
        private final AttentionTiles[] tiles;

        private final AttentionTiles[] gradients;
        private final boolean hasGradient;
        private final boolean addQueries;
        private final boolean addKeys;
        private final boolean addValues;
        private final long[] scratch;
        private final int[] bounds;
        private final Work forward = this::forward;
        private final Work backward = this::backward;

        Bound(Binding binding) {
            Plane plane = binding.plane(queries);
            Geometry geometry = binding.geometry();
            this.kernels = binding.kernels();
            this.shape = shape(plane.lanes());
            this.slices = plane.lanes() / LANES;
            this.tiles = new AttentionTiles[plane.blocks()];
            this.gradients = new AttentionTiles[plane.blocks()];
            this.hasGradient = binding.gradient(output).isPresent();
            Tables in = new Tables(binding, false);
            Tables back = new Tables(binding, true);
            for (int block = 0; block < tiles.length; block++) {
                tiles[block] = in.of(block);
                gradients[block] = hasGradient ? back.of(block) : tiles[block];
            }
            this.addQueries = geometry.adds(Attend.this, 0);
            this.addKeys = geometry.adds(Attend.this, 1);
            this.addValues = geometry.adds(Attend.this, 2);
            this.bounds = Chunks.even(plane.blocks() * keyHeads * slices, 1);
            this.scratch = new long[bounds.length - 1];
            for (int chunk = 0; chunk < scratch.length; chunk++) {
                scratch[chunk] = binding.scratch(chunk, shape.scratchBytes(binding.training()));
            }
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(forward, bounds.length - 1);
        }

        private void forward(int chunk) {
            for (int unit = bounds[chunk]; unit < bounds[chunk + 1]; unit++) {
                AttentionTiles at = tiles[unit / slices / keyHeads];
                kernels.attend(shape, at, queryAt(unit), keyAt(unit), scratch[chunk]);
            }
        }

        /** From the begin of a tile to the first feature of the unit's heads, and to its examples. */
        private long queryAt(int unit) {
            return keyAt(unit, shape.heads());
        }

        private long keyAt(int unit) {
            return keyAt(unit, 1);
        }

        private long keyAt(int unit, int headsOfKey) {
            long head = (long) (unit / slices % keyHeads) * headsOfKey;
            return 4 * (head * shape.size() * shape.width() + (long) unit % slices * LANES);
        }

        @Override
        public void backward(WorkerPool pool) {
            if (hasGradient) {
                pool.run(backward, bounds.length - 1);
            }
        }

        private void backward(int chunk) {
            for (int unit = bounds[chunk]; unit < bounds[chunk + 1]; unit++) {
                int block = unit / slices / keyHeads;
                kernels.attendGradient(
                        shape,
                        tiles[block],
                        gradients[block],
                        addQueries,
                        addKeys,
                        addValues,
                        queryAt(unit),
                        keyAt(unit),
                        scratch[chunk]);
            }
        }
    }

    /** The tables of tiles of the four values, or of their gradients. */
    private final class Tables {
        private final long ofQueries;
        private final long ofKeys;
        private final long ofValues;
        private final long ofOutput;

        Tables(Binding binding, boolean gradient) {
            this.ofQueries = table(binding, queries, gradient);
            this.ofKeys = table(binding, keys, gradient);
            this.ofValues = table(binding, values, gradient);
            this.ofOutput = table(binding, output, gradient);
        }

        private static long table(Binding binding, Value value, boolean gradient) {
            Optional<Plane> plane = gradient ? binding.gradient(value) : Optional.of(binding.plane(value));
            NativeMemory memory = binding.memory();
            return plane.map(p -> p.addresses(memory)).orElse(0L);
        }

        AttentionTiles of(int block) {
            return new AttentionTiles(
                    part(ofQueries, block, queries),
                    part(ofKeys, block, keys),
                    part(ofValues, block, values),
                    part(ofOutput, block, output));
        }

        private static long part(long table, int block, Value value) {
            return table == 0 ? 0 : table + 8L * block * value.positions().positions();
        }
    }
}
