package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Tiles;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;

/**
 * Normalisation of the features of each position: layer normalisation, or without the mean RMS normalisation.
 *
 * @param centred whether the mean is taken off
 */
public record PositionNorm(
        String label,
        Value input,
        Value output,
        VectorSpec scale,
        Optional<VectorSpec> shift,
        boolean centred,
        double epsilon)
        implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        Plane plane = planes.plane(input);
        return FeatureSums.bytes(plane, training) + 8L * plane.tiles() * plane.lanes();
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(
                centred
                        ? new NetworkOperation.LayerNorm(scale.name(), shift.map(VectorSpec::name), epsilon)
                        : new NetworkOperation.RmsNorm(scale.name(), epsilon));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final int width;
        private final boolean hasGradient;
        private final boolean adds;
        private final Kernels kernels;
        private final TileRanges ranges;
        private final FeatureSums sums;
        private final Tiles[] tiles;
        private final long in;
        private final long out;
        private final long gradient;
        private final long inGradient;
        private final long statistics;
        private final long[] scratch;
        private final DenseWeight scales;
        private final Optional<DenseWeight> shifts;
        private final int[] bounds;
        private final Work normalize = this::normalize;
        private final Work inputGradient = this::inputGradient;
        private final Work unitSums;

        Bound(Binding binding) {
            Plane plane = binding.plane(input);
            NativeMemory memory = binding.memory();
            width = plane.lanes();
            hasGradient = binding.gradient(input).isPresent();
            adds = binding.geometry().adds(PositionNorm.this, 0);
            kernels = binding.kernels();
            ranges = new TileRanges(plane);
            sums = new FeatureSums(ranges, plane.features(), memory);
            in = plane.addresses(memory);
            out = binding.plane(output).addresses(memory);
            gradient = binding.gradient(output).map(g -> g.addresses(memory)).orElse(in);
            inGradient = binding.gradient(input).map(g -> g.addresses(memory)).orElse(in);
            tiles = ranges.tiles(in, gradient);
            statistics = memory.allocateFloats(2L * plane.tiles() * width);
            scratch = binding.training() ? binding.lanes() : new long[0];
            scales = binding.vector(scale.name());
            shifts = shift.map(s -> binding.vector(s.name()));
            bounds = Chunks.even(plane.tiles(), 1);
            unitSums = ranges.each((chunk, range, from, to) -> kernels.unitSums(
                    tiles[range], statistics(ranges.first(range)), scratch[chunk], sums.of(range), from, to));
        }

        private long statistics(int tile) {
            return statistics + 8L * tile * width;
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(normalize, bounds.length - 1);
        }

        private void normalize(int chunk) {
            long shiftValues = shifts.isPresent() ? shifts.get().values() : 0;
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                long from = NativeMemory.getLong(in + 8L * tile);
                long to = NativeMemory.getLong(out + 8L * tile);
                int features = input.features();
                kernels.positionStatistics(from, features, width, centred, (float) epsilon, statistics(tile));
                kernels.normalizePositions(from, statistics(tile), scales.values(), shiftValues, to, features, width);
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            ranges.run(pool, unitSums);
            for (int f = 0; f < input.features(); f++) {
                NativeMemory.setFloat(scales.gradient() + 4L * f, (float) sums.second(f));
                if (shifts.isPresent()) {
                    NativeMemory.setFloat(shifts.get().gradient() + 4L * f, (float) sums.first(f));
                }
            }
            if (hasGradient) {
                pool.run(inputGradient, bounds.length - 1);
            }
        }

        private void inputGradient(int chunk) {
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                kernels.normalizePositionsGradient(
                        NativeMemory.getLong(in + 8L * tile),
                        NativeMemory.getLong(gradient + 8L * tile),
                        statistics(tile),
                        scales.values(),
                        NativeMemory.getLong(inGradient + 8L * tile),
                        input.features(),
                        width,
                        centred,
                        adds);
            }
        }
    }
}
