package org.espalier.testkit;

import java.util.zip.CRC32C;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;
import org.espalier.api.graph.Activation;
import org.espalier.core.kernel.KernelData;
import org.espalier.core.kernel.NativeMemory;

/** One call of every kernel, for what must hold of all of them: no allocation, one digest. */
public final class EveryKernel {
    private static final int ROWS = 21;
    /** As many as a vector of any length has lanes. */
    private static final int FEW_ROWS = 4;

    private static final int COLUMNS = 35;
    private static final int TILES = 3;
    private static final int POOLED = 16 * 35;
    private static final Activation[] ACTIVATIONS = Activation.values();
    private static final int PLANES = 4 + 2 * ACTIVATIONS.length + 3;

    private EveryKernel() {}

    /** A run of every kernel on drawn data; it may be run any number of times and does the same each time. */
    public static Runnable on(Kernels kernels, KernelData data, Panel panel) {
        return new Calls(kernels, data, panel)::run;
    }

    /**
     * A digest of what every kernel computes.
     *
     * @param turns how often everything is computed again, so that compilers get to see it; the results of the last count
     */
    public static String digest(Kernels kernels, int turns) {
        CRC32C digest = new CRC32C();
        for (Panel panel : new Panel[] {new Panel(1, 128), new Panel(3, 48)}) {
            try (KernelData data = new KernelData(7, 0)) {
                Calls calls = new Calls(kernels, data, panel);
                for (int turn = 0; turn < turns; turn++) {
                    calls.run();
                }
                calls.digest(digest);
            }
        }
        return Long.toHexString(digest.getValue());
    }

    private static final class Calls {
        private final Kernels kernels;
        private final Panel panel;
        private final SparseMatrix matrix;
        private final int floats;
        private final long weight;
        private final long in;
        private final long slope;
        private final long labels;
        private final long result;
        private final long gradient;
        private final Panel tile;
        private final long linkNumbers;
        private final long linkGradients;
        private final long halves;
        private final long halvedSlopes;
        private final long bf16;
        private final long sums;
        private final int live;
        private final Tiles tiles;
        private final long lanes;
        private final long columns;
        private final long tileSums;
        private final long sources;
        private final long winners;
        private final long numbers;
        private final long pooled;
        private final SequenceCalls sequences;
        private final NormCalls norms;
        private final long normalStart;
        private final long normal;

        Calls(Kernels kernels, KernelData data, Panel panel) {
            this.kernels = kernels;
            this.panel = panel;
            matrix = data.matrix(ROWS, COLUMNS, 0.4);
            floats = panel.capacity() * COLUMNS;
            weight = data.floats(ROWS * COLUMNS);
            in = data.plane(panel, COLUMNS);
            slope = data.plane(panel, COLUMNS);
            labels = data.labels(panel.capacity(), ROWS);
            // One plane for each product, activation and loss below, so that nothing overwrites what the digest is to
            // see.
            result = data.floats((long) floats * PLANES);
            gradient = data.floats(5L * ROWS * COLUMNS);
            // As much for every backend, so that all that is drawn later is the same.
            sums = data.floats(5L * panel.capacity());
            live = panel.capacity() - 5;
            tiles = data.tiles(TILES, panel.width(), COLUMNS, ROWS);
            lanes = data.floats(TileKernels.LANE_BYTES / 4);
            columns = data.ints(COLUMNS, COLUMNS);
            tileSums = data.floats(3L * ROWS * COLUMNS + (long) panel.width() * ROWS);
            sources = data.addresses(TILES, POOLED);
            winners = data.winners(TILES, POOLED);
            numbers = data.ints(TILES, TILES);
            pooled = data.floats(5L * POOLED);
            sequences = new SequenceCalls(kernels, data, panel.width());
            norms = new NormCalls(data, ROWS, panel.width(), TILES, panel.width() - 5);
            normalStart = data.floats(norms.floats());
            normal = data.floats(norms.floats());
            tile = new Panel(1, panel.width());
            linkNumbers = data.permutation(matrix.links());
            linkGradients = data.floats((long) panel.width() * ROWS + 17L * matrix.links());
            halves = data.zeros(panel.bf16Bytes(COLUMNS) / 4);
            halvedSlopes = data.zeros(tile.bf16Bytes(COLUMNS) / 4);
            bf16 = data.floats(bf16Floats());
        }

        /** Two tiles: the lanes of the second start from those of the first. */
        private void linkGradients() {
            long sums = linkGradients + 4L * panel.width() * ROWS;
            long gradient = sums + 64L * matrix.links();
            kernels.sparseGradients(matrix, tile, in, slope, linkGradients, slope, false, true, sums, 0, ROWS);
            kernels.sparseGradients(matrix, tile, in, slope, linkGradients, 0, true, false, sums, 0, ROWS);
            kernels.laneSums(sums, matrix.links(), linkNumbers, false, gradient);
        }

        private int bf16Floats() {
            return panel.capacity() * ROWS + panel.width() * ROWS + 17 * matrix.links();
        }

        private void bf16() {
            long inGradient = bf16 + 4L * panel.capacity() * ROWS;
            long sums = inGradient + 4L * panel.width() * ROWS;
            long gradient = sums + 64L * matrix.links();
            kernels.toBf16(COLUMNS, panel, in, halves, 0, COLUMNS);
            kernels.toBf16(COLUMNS, tile, slope, halvedSlopes, 0, COLUMNS);
            kernels.bf16Product(matrix, panel, halves, bf16, weight, Activation.RELU, 0, false, 0, ROWS);
            kernels.bf16WeightGradient(matrix, panel, slope, halves, gradient, 0, ROWS);
            kernels.bf16Gradients(matrix, tile, halvedSlopes, in, inGradient, slope, false, true, sums, 0, ROWS);
        }

        void run() {
            long bytes = 4L * floats;
            kernels.sparseProduct(matrix, panel, in, result, weight, Activation.RELU, 0, false, 0, ROWS);
            kernels.sparseProduct(matrix, panel, in, result + bytes, 0, Activation.NONE, slope, false, 0, ROWS);
            kernels.sparseProduct(matrix, panel, in, result + bytes, 0, Activation.NONE, 0, true, 0, ROWS);
            kernels.denseProduct(
                    weight,
                    ROWS,
                    COLUMNS,
                    panel,
                    in,
                    result + 2 * bytes,
                    weight,
                    Activation.RELU,
                    slope,
                    false,
                    0,
                    ROWS);
            kernels.denseTransposedProduct(
                    weight, ROWS, COLUMNS, panel, slope, result + 3 * bytes, 0, false, 0, COLUMNS);
            kernels.sparseWeightGradient(matrix, panel, slope, in, gradient, 0, ROWS);
            kernels.denseWeightGradient(ROWS, COLUMNS, panel, slope, in, gradient + 4L * ROWS * COLUMNS, 0, ROWS);
            long tiled = gradient + 12L * ROWS * COLUMNS;
            kernels.packedTileGradient(COLUMNS, columns, tiles, lanes, tiled, 0, FEW_ROWS, 0, COLUMNS);
            kernels.packedTileGradient(COLUMNS, columns, tiles, lanes, tiled, FEW_ROWS, ROWS, 0, COLUMNS);
            kernels.rowSums(ROWS, panel, slope, gradient + 8L * ROWS * COLUMNS, 0, ROWS);
            long place = result + 4 * bytes;
            for (Activation activation : ACTIVATIONS) {
                kernels.activate(activation, in, place, 0, floats);
                kernels.activationGradient(activation, in, place, slope, place + bytes, 0, floats);
                place += 2 * bytes;
            }
            int capacity = panel.capacity();
            kernels.crossEntropy(ROWS, panel, live, slope, labels, 0.1f, sums, result + 3 * bytes, 0, capacity);
            kernels.squaredError(ROWS, panel, live, slope, in, sums + 4L * capacity, 0, 0, capacity);
            long loss = sums + 8L * capacity;
            kernels.binaryCrossEntropy(ROWS, panel, live, slope, in, loss, place, 0, capacity);
            kernels.huber(ROWS, panel, live, 0.7f, slope, in, loss + 4L * capacity, place + bytes, 0, capacity);
            kernels.klDivergence(ROWS, panel, live, slope, in, loss + 8L * capacity, place + 2 * bytes, 0, capacity);
            overTiles();
            pools();
            NativeMemory.copy(normalStart, normal, 4L * norms.floats());
            norms.run(kernels, normal);
        }

        private void overTiles() {
            long place = 4L * ROWS * COLUMNS;
            kernels.sparseTileGradient(matrix, tiles, lanes, tileSums, 0, ROWS);
            linkGradients();
            bf16();
            kernels.denseTileGradient(COLUMNS, columns, tiles, lanes, tileSums + place, 0, ROWS);
            kernels.tileSums(tiles, lanes, tileSums + 2 * place, 0, ROWS);
            kernels.gatheredProduct(
                    weight,
                    COLUMNS,
                    columns,
                    panel.width(),
                    in,
                    tileSums + 3 * place,
                    weight,
                    Activation.RELU,
                    0,
                    false,
                    0,
                    ROWS);
        }

        private void pools() {
            long place = 4L * POOLED;
            kernels.maximum(sources, numbers, TILES, pooled, pooled + place, POOLED);
            kernels.sumWhereWon(sources, winners, numbers, TILES, pooled + 2 * place, false, POOLED);
            kernels.scaledSum(sources, TILES, 0.25f, pooled + 3 * place, false, POOLED);
            kernels.add(in, slope, pooled + 4 * place, POOLED);
            sequences.run();
        }

        void digest(CRC32C digest) {
            add(digest, result, floats * PLANES);
            add(digest, gradient, 5 * ROWS * COLUMNS);
            add(digest, sums, 5 * panel.capacity());
            add(digest, tileSums, 3 * ROWS * COLUMNS + panel.width() * ROWS);
            add(digest, pooled, 5 * POOLED);
            add(digest, sequences.result(), sequences.floats());
            add(digest, normal, norms.floats());
            add(digest, linkGradients, panel.width() * ROWS + 17 * matrix.links());
            add(digest, bf16, bf16Floats());
        }

        private static void add(CRC32C digest, long address, int count) {
            for (float value : KernelData.read(address, count)) {
                int bits = Float.floatToIntBits(value);
                for (int shift = 0; shift < 32; shift += 8) {
                    digest.update(bits >>> shift);
                }
            }
        }
    }
}
