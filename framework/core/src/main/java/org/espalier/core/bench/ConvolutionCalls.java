package org.espalier.core.bench;

import java.util.stream.IntStream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;
import org.espalier.api.graph.Activation;
import org.espalier.core.kernel.KernelData;
import org.espalier.core.kernel.NativeMemory;

/** A convolution of 3 x 3: tiles of a picture with a border, where the columns of the weight are features from the first tap on. */
final class ConvolutionCalls {
    private static final int TAPS = 3;

    private final CallList list;
    private final Kernels kernels;
    private final int channels;
    private final int width;
    private final int count;
    private final int side;
    private final Tiles tiles;
    private final long indices;
    private final long lanes;
    private final String shape;

    private ConvolutionCalls(CallList list) {
        this.list = list;
        this.kernels = list.kernels();
        KernelData data = list.data();
        this.channels = list.sizes().channels();
        this.width = list.panel().width();
        this.count = TAPS * TAPS * channels;
        this.side = list.sizes().side();
        int bordered = side + TAPS - 1;
        long tile = 4L * channels * width;
        long in = data.floats((long) bordered * bordered * channels * width);
        long out = data.floats((long) side * side * channels * width);
        long[] inputs = IntStream.range(0, side * side)
                .mapToLong(pixel -> in + ((long) pixel / side * bordered + pixel % side) * tile)
                .toArray();
        this.tiles = new Tiles(inputs.length, width, data.table(inputs), data.places(out, tile, inputs.length));
        this.indices = data.table(IntStream.range(0, count).map(this::feature).toArray());
        this.lanes = data.zeros(TileKernels.LANE_BYTES / 4);
        this.shape = channels + " to " + channels + " channels 3x3 on " + side + "x" + side;
    }

    /** Which feature from the first tap on a column of the weight is. */
    private int feature(int column) {
        int tap = column / channels;
        return (tap / TAPS * (side + TAPS - 1) + tap % TAPS) * channels + column % channels;
    }

    static void addTo(CallList list) {
        ConvolutionCalls calls = new ConvolutionCalls(list);
        calls.sparse();
        calls.dense();
    }

    private void sparse() {
        double sparsity = list.sizes().sparsity();
        KernelData data = list.data();
        SparseMatrix links = data.mapped(data.matrix(channels, count, 1 - sparsity), this::feature);
        long bias = data.floats(channels);
        long gradient = data.zeros(links.links());
        double flops = 2.0 * links.links() * width * tiles.count();
        String sparse = shape + " " + CallList.percent(sparsity);
        Panel tile = new Panel(1, width);
        list.flops("sparseProduct", sparse, flops, () -> {
            for (long t = 0; t < 8L * tiles.count(); t += 8) {
                long in = NativeMemory.getLong(tiles.inputs() + t);
                long out = NativeMemory.getLong(tiles.outputs() + t);
                kernels.sparseProduct(links, tile, in, out, bias, Activation.RELU, 0, false, 0, channels);
            }
        });
        list.flops(
                "sparseTileGradient",
                sparse,
                flops,
                () -> kernels.sparseTileGradient(links, tiles, lanes, gradient, 0, channels));
    }

    private void dense() {
        KernelData data = list.data();
        long weight = data.floats((long) channels * count);
        long bias = data.floats(channels);
        long gradient = data.zeros((long) channels * count);
        long sums = data.zeros(channels);
        double flops = 2.0 * channels * count * width * tiles.count();
        list.flops("gatheredProduct", shape, flops, () -> {
            for (long t = 0; t < 8L * tiles.count(); t += 8) {
                long in = NativeMemory.getLong(tiles.inputs() + t);
                long out = NativeMemory.getLong(tiles.outputs() + t);
                kernels.gatheredProduct(
                        weight, count, indices, width, in, out, bias, Activation.RELU, 0, false, 0, channels);
            }
        });
        list.flops(
                "denseTileGradient",
                shape,
                flops,
                () -> kernels.denseTileGradient(count, indices, tiles, lanes, gradient, 0, channels));
        list.flops(
                "packedTileGradient",
                shape,
                flops,
                () -> kernels.packedTileGradient(count, indices, tiles, lanes, gradient, 0, channels, 0, count));
        list.floats(
                "tileSums",
                shape,
                (double) channels * width * tiles.count(),
                () -> kernels.tileSums(tiles, lanes, sums, 0, channels));
    }
}
