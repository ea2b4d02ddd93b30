package org.espalier.core.bench;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;
import org.espalier.core.kernel.KernelData;

/** Statistics and normalisation, of features over tiles and of the examples of a tile. */
final class NormalisationCalls {
    private static final int TILES = 8;

    private final CallList list;
    private final Kernels kernels;
    private final int features;
    private final int width;
    private final int floats;
    private final long in;
    private final long gradient;
    private final long out;
    private final long vectors;
    private final long statistics;

    private NormalisationCalls(CallList list) {
        this.list = list;
        this.kernels = list.kernels();
        this.features = list.sizes().features();
        this.width = list.panel().width();
        this.floats = list.tileFloats();
        KernelData data = list.data();
        this.in = data.floats(floats);
        this.gradient = data.floats(floats);
        this.out = data.zeros(floats);
        this.vectors = data.floats(4L * features);
        this.statistics = data.floats(2L * TILES * width);
    }

    static void addTo(CallList list) {
        NormalisationCalls calls = new NormalisationCalls(list);
        calls.sums();
        calls.ofFeatures();
        calls.ofPositions();
    }

    private void sums() {
        KernelData data = list.data();
        int rows = features / 4;
        Tiles tiles = data.tiles(TILES, width, rows, rows);
        long lanes = data.zeros(TileKernels.LANE_BYTES / 4);
        long sums = data.zeros(4L * rows);
        double all = (double) TILES * rows * width;
        String shape = TILES + " tiles of " + rows + " features";
        list.floats("squareSums", shape, all, () -> kernels.squareSums(tiles, width, vectors, lanes, sums, 0, rows));
        list.floats("productSums", shape, 2 * all, () -> kernels.productSums(tiles, vectors, lanes, sums, 0, rows));
        list.floats("unitSums", shape, 2 * all, () -> kernels.unitSums(tiles, statistics, lanes, sums, 0, rows));
    }

    private void ofFeatures() {
        long second = vectors + 4L * features;
        long third = second + 4L * features;
        long fourth = third + 4L * features;
        String shape = features + " features";
        list.floats(
                "normalize",
                shape,
                2.0 * floats,
                () -> kernels.normalize(in, vectors, second, third, out, width, 0, features));
        list.floats(
                "normalizeGradient",
                shape,
                3.0 * floats,
                () -> kernels.normalizeGradient(
                        in, gradient, vectors, second, third, fourth, out, width, width, false, 0, features));
    }

    private void ofPositions() {
        String shape = features + " features";
        long found = list.data().zeros(2L * width);
        list.floats(
                "positionStatistics",
                shape,
                floats,
                () -> kernels.positionStatistics(in, features, width, true, 1e-5f, found));
        list.floats(
                "normalizePositions",
                shape,
                2.0 * floats,
                () -> kernels.normalizePositions(
                        in, statistics, vectors, vectors + 4L * features, out, features, width));
        list.floats(
                "normalizePositionsGradient",
                shape,
                3.0 * floats,
                () -> kernels.normalizePositionsGradient(
                        in, gradient, statistics, vectors, out, features, width, true, false));
    }
}
