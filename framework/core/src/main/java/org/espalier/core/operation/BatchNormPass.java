package org.espalier.core.operation;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Tiles;
import org.espalier.core.graph.BatchState;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;

/**
 * Batch normalisation over tiles. With c the mean as a float, the output is {@code a (x - c) + b} and the input's gradient
 * {@code a g + s (x - c) + o}; the coefficients are worked out in double for each feature, and make good what c lacks of
 * the mean.
 *
 * <p>The batch's statistics are handed to the running ones in the backward pass, as gradients are: until then what lies in
 * the gradients' place belongs to the step before.
 */
final class BatchNormPass implements Pass {
    private final int features;
    private final int lanes;
    private final int positions;
    private final double epsilon;
    private final boolean training;
    private final boolean adds;
    private final boolean hasGradient;
    private final BatchState batch;
    private final Kernels kernels;
    private final TileRanges ranges;
    private final FeatureSums sums;
    private final Tiles[] tiles;
    private final long in;
    private final long out;
    private final long gradient;
    private final long inGradient;
    private final long[] scratch;
    private final DenseWeight scale;
    private final DenseWeight shift;
    private final DenseWeight runningMean;
    private final DenseWeight runningVariance;
    private final double[] means;
    private final double[] variances;
    private final double[] inverses;
    private final long centres;
    private final long factors;
    private final long slopes;
    private final long offsets;
    private final Work squareSums;
    private final Work productSums;
    private final Work normalize;
    private final Work inputGradient;

    BatchNormPass(BatchNorm operation, Binding binding) {
        Plane plane = binding.plane(operation.input());
        NativeMemory memory = binding.memory();
        this.features = plane.features();
        this.lanes = plane.lanes();
        this.positions = plane.grid().positions();
        this.epsilon = operation.epsilon();
        this.training = binding.training();
        this.adds = binding.geometry().adds(operation, 0);
        this.hasGradient = binding.gradient(operation.input()).isPresent();
        this.batch = binding.batch();
        this.kernels = binding.kernels();
        this.ranges = new TileRanges(plane);
        this.sums = new FeatureSums(ranges, features, memory);
        this.in = plane.addresses(memory);
        this.out = binding.plane(operation.output()).addresses(memory);
        this.gradient = binding.gradient(operation.output())
                .map(g -> g.addresses(memory))
                .orElse(in);
        this.inGradient = binding.gradient(operation.input())
                .map(g -> g.addresses(memory))
                .orElse(in);
        this.tiles = ranges.tiles(in, gradient);
        this.scratch = training ? binding.lanes() : new long[0];
        this.scale = binding.vector(operation.scale().name());
        this.shift = binding.vector(operation.shift().name());
        this.runningMean = binding.statistic(operation.mean().name()).store();
        this.runningVariance = binding.statistic(operation.variance().name()).store();
        this.means = new double[features];
        this.variances = new double[features];
        this.inverses = new double[features];
        this.centres = memory.allocateFloats(features);
        this.factors = memory.allocateFloats(features);
        this.slopes = memory.allocateFloats(features);
        this.offsets = memory.allocateFloats(features);
        this.squareSums = ranges.each((chunk, range, from, to) -> kernels.squareSums(
                tiles[range], ranges.live(range, batch.live()), centres, scratch[chunk], sums.of(range), from, to));
        this.productSums = ranges.each((chunk, range, from, to) ->
                kernels.productSums(tiles[range], centres, scratch[chunk], sums.of(range), from, to));
        this.normalize = ranges.each((chunk, range, from, to) -> normalize(range, from, to));
        this.inputGradient = ranges.each((chunk, range, from, to) -> inputGradient(range, from, to));
    }

    @Override
    public void forward(WorkerPool pool) {
        if (training) {
            centreOnFirst();
            ranges.run(pool, squareSums);
        }
        for (int f = 0; f < features; f++) {
            if (training) {
                measure(f);
            } else {
                means[f] = at(runningMean.values(), f);
                variances[f] = at(runningVariance.values(), f);
            }
            inverses[f] = 1 / Math.sqrt(variances[f] + epsilon);
            double factor = at(scale.values(), f) * inverses[f];
            float centre = (float) means[f];
            put(centres, f, centre);
            put(factors, f, factor);
            put(offsets, f, at(shift.values(), f) + factor * (centre - means[f]));
        }
        ranges.run(pool, normalize);
    }

    /** Deviations from some value of the feature lose nothing to a mean that is large beside them. */
    private void centreOnFirst() {
        long first = NativeMemory.getLong(in);
        for (int f = 0; f < features; f++) {
            put(centres, f, NativeMemory.getFloat(first + 4L * f * lanes));
        }
    }

    private void measure(int f) {
        double count = (double) batch.live() * positions;
        double off = sums.first(f) / count;
        means[f] = at(centres, f) + off;
        double variance = sums.second(f) / count - off * off;
        variances[f] = variance < 0 ? 0 : variance;
    }

    private void normalize(int range, int from, int to) {
        int end = ranges.end(range);
        for (int tile = ranges.first(range); tile < end; tile++) {
            kernels.normalize(
                    NativeMemory.getLong(in + 8L * tile),
                    centres,
                    factors,
                    offsets,
                    NativeMemory.getLong(out + 8L * tile),
                    lanes,
                    from,
                    to);
        }
    }

    @Override
    public void backward(WorkerPool pool) {
        ranges.run(pool, productSums);
        double count = (double) batch.live() * positions;
        for (int f = 0; f < features; f++) {
            double lacks = at(centres, f) - means[f];
            double slopeSum = sums.first(f);
            double productSum = sums.second(f) + lacks * slopeSum;
            put(shift.gradient(), f, slopeSum);
            put(scale.gradient(), f, productSum * inverses[f]);
            double factor = at(scale.values(), f) * inverses[f];
            double slope = -factor * inverses[f] * inverses[f] * productSum / count;
            put(factors, f, factor);
            put(slopes, f, slope);
            put(offsets, f, slope * lacks - factor * slopeSum / count);
        }
        handStatistics();
        if (hasGradient) {
            ranges.run(pool, inputGradient);
        }
    }

    @Override
    public void handStatistics() {
        double count = (double) batch.live() * positions;
        for (int f = 0; f < features; f++) {
            put(runningMean.gradient(), f, means[f]);
            // One value has no variance to learn from: the running one then stays.
            double unbiased = count > 1 ? variances[f] * count / (count - 1) : at(runningVariance.values(), f);
            put(runningVariance.gradient(), f, unbiased);
        }
    }

    private void inputGradient(int range, int from, int to) {
        int live = ranges.live(range, batch.live());
        int end = ranges.end(range);
        for (int tile = ranges.first(range); tile < end; tile++) {
            kernels.normalizeGradient(
                    NativeMemory.getLong(in + 8L * tile),
                    NativeMemory.getLong(gradient + 8L * tile),
                    centres,
                    factors,
                    slopes,
                    offsets,
                    NativeMemory.getLong(inGradient + 8L * tile),
                    lanes,
                    live,
                    adds,
                    from,
                    to);
        }
    }

    private static double at(long address, int feature) {
        return NativeMemory.getFloat(address + 4L * feature);
    }

    private static void put(long address, int feature, double value) {
        NativeMemory.setFloat(address + 4L * feature, (float) value);
    }
}
