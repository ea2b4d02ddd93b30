package org.espalier.testkit;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;
import org.espalier.core.kernel.KernelData;
import org.espalier.core.kernel.NativeMemory;

/** Calls of the kernels for normalisation and noise in all their variants. */
final class NormCalls {
    /** Sums are kept as floats: what a float holds of them, and what that lacks. */
    private static final int FLOATS_OF_SUM = 2;

    private final int features;
    private final int width;
    private final int live;
    private final Tiles tiles;
    private final long in;
    private final long gradient;
    private final long vectors;
    private final long statistics;
    private final long lanes;
    private final long sums;
    private final Call[] calls;

    /**
     * @param live examples of a tile that live
     */
    NormCalls(KernelData data, int features, int width, int tiles, int live) {
        this.features = features;
        this.width = width;
        this.live = live;
        this.tiles = data.tiles(tiles, width, features, features);
        this.in = data.floats((long) features * width);
        this.gradient = data.floats((long) features * width);
        this.vectors = data.floats(4L * features);
        this.statistics = data.floats(2L * tiles * width);
        this.lanes = data.floats(TileKernels.LANE_BYTES / 4);
        this.sums = data.floats(4L * features);
        this.calls = calls();
    }

    /** Floats that a run writes. */
    int floats() {
        int tile = features * width;
        return 3 * 2 * FLOATS_OF_SUM * features + 3 * tile + 2 * 2 * width + 2 * tile + 3 * tile + 2 * width;
    }

    /** Writes {@link #floats}; what lies there before is part of the sums that add to it. */
    void run(Kernels kernels, long out) {
        long place = out;
        for (Call call : calls) {
            place += call.run(kernels, place);
        }
    }

    /** One kernel; apart from the others, so that compilers do not take them together. */
    @FunctionalInterface
    private interface Call {
        /** Returns the bytes written. */
        long run(Kernels kernels, long out);
    }

    private Call[] calls() {
        int half = features / 2;
        long tile = 4L * features * width;
        return new Call[] {
            (kernels, out) -> {
                kernels.squareSums(tiles, live, vectors, lanes, sums, 0, half);
                kernels.squareSums(tiles, live, vectors, lanes, sums, half, features);
                return keepSums(out);
            },
            (kernels, out) -> {
                kernels.productSums(tiles, vectors, lanes, sums, 0, half);
                kernels.productSums(tiles, vectors, lanes, sums, half, features);
                return keepSums(out);
            },
            (kernels, out) -> {
                kernels.unitSums(tiles, statistics, lanes, sums, 0, half);
                kernels.unitSums(tiles, statistics, lanes, sums, half, features);
                return keepSums(out);
            },
            (kernels, out) -> {
                kernels.normalize(in, vector(0), vector(1), vector(2), out, width, 0, half);
                kernels.normalize(in, vector(0), vector(1), vector(2), out, width, half, features);
                return tile;
            },
            (kernels, out) -> normalizeGradient(kernels, out, false),
            (kernels, out) -> normalizeGradient(kernels, out, true),
            (kernels, out) -> {
                kernels.positionStatistics(in, features, width, true, 1e-5f, out);
                kernels.positionStatistics(in, features, width, false, 1e-3f, out + 8L * width);
                return 16L * width;
            },
            (kernels, out) -> {
                kernels.normalizePositions(in, statistics, vector(0), vector(1), out, features, width);
                kernels.normalizePositions(in, statistics, vector(0), 0, out + tile, features, width);
                return 2 * tile;
            },
            (kernels, out) -> positionGradient(kernels, out, true, false),
            (kernels, out) -> positionGradient(kernels, out, false, false),
            (kernels, out) -> positionGradient(kernels, out, true, true),
            (kernels, out) -> {
                kernels.dropout(42, 7, 35, 1 << 23, 2f, in, out, false, width);
                kernels.dropout(-3, 1L << 33, 1, 15 << 20, 1.0667f, in, out + 4L * width, true, width);
                return 8L * width;
            }
        };
    }

    private long keepSums(long out) {
        for (int i = 0; i < 2 * features; i++) {
            double sum = NativeMemory.getDouble(sums + 8L * i);
            NativeMemory.setFloat(out + 8L * i, (float) sum);
            NativeMemory.setFloat(out + 8L * i + 4, (float) (sum - (float) sum));
        }
        return 16L * features;
    }

    private long vector(int number) {
        return vectors + 4L * number * features;
    }

    private long normalizeGradient(Kernels kernels, long out, boolean add) {
        kernels.normalizeGradient(
                in, gradient, vector(0), vector(1), vector(2), vector(3), out, width, live, add, 0, features);
        return 4L * features * width;
    }

    private long positionGradient(Kernels kernels, long out, boolean centred, boolean add) {
        kernels.normalizePositionsGradient(in, gradient, statistics, vector(0), out, features, width, centred, add);
        return 4L * features * width;
    }
}
