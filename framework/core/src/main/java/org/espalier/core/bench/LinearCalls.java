package org.espalier.core.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;
import org.espalier.api.graph.Activation;
import org.espalier.core.kernel.KernelData;
import org.espalier.core.kernel.NativeMemory;

/** Products of linear layers: with links, and with all weights. */
final class LinearCalls {
    /** Links whose lanes stay in the first cache. */
    private static final int LANES = 256;
    /** Rows of a band with the same columns. */
    private static final int BAND = 16;

    private final CallList list;
    private final Kernels kernels;
    private final Panel panel;
    private final LayerSize size;
    private final int rows;
    private final int columns;
    private final long in;
    private final long out;
    private final long slope;
    private final long back;
    private final long bias;

    private LinearCalls(CallList list, LayerSize size) {
        this.list = list;
        this.kernels = list.kernels();
        this.panel = list.panel();
        this.size = size;
        this.rows = size.outputs();
        this.columns = size.inputs();
        KernelData data = list.data();
        this.in = data.plane(panel, columns);
        this.out = data.zeros((long) panel.capacity() * rows);
        this.slope = data.plane(panel, rows);
        this.back = data.zeros((long) panel.capacity() * columns);
        this.bias = data.floats(rows);
    }

    /** All layers, and the first one with other sparsities and other ways to begin and to end a sum. */
    static List<LayerCalls> addTo(CallList list) {
        List<LayerCalls> layers = new ArrayList<>();
        for (LayerSize size : list.sizes().layers()) {
            LinearCalls calls = new LinearCalls(list, size);
            layers.add(calls.layer());
            if (layers.size() == 1) {
                list.sizes().sparsities().forEach(calls::sparse);
                calls.variants();
                calls.bf16();
            }
        }
        return layers;
    }

    private record Sparse(KernelCall forward, KernelCall inputGradient, KernelCall weightGradient) {}

    private LayerCalls layer() {
        double sparsity = list.sizes().sparsity();
        Sparse sparse = sparse(sparsity);
        long weights = (long) rows * columns;
        long weight = list.data().floats(weights);
        long gradient = list.data().zeros(weights);
        double flops = 2.0 * weights * panel.capacity();
        KernelCall forward = list.flops(
                "denseProduct",
                size + " relu",
                flops,
                () -> kernels.denseProduct(
                        weight, rows, columns, panel, in, out, bias, Activation.RELU, 0, false, 0, rows));
        KernelCall transposed = list.flops(
                "denseTransposedProduct",
                size + " masked",
                flops,
                () -> kernels.denseTransposedProduct(weight, rows, columns, panel, slope, back, in, false, 0, columns));
        KernelCall byRows = list.flops(
                "denseWeightGradient",
                size.toString(),
                flops,
                () -> kernels.denseWeightGradient(rows, columns, panel, slope, in, gradient, 0, rows));
        KernelCall packed = list.flops("packedTileGradient", size.toString(), flops, packed(gradient));
        return new LayerCalls(
                size,
                sparsity,
                new LayerCalls.ProductCalls(sparse.forward(), List.of(forward)),
                new LayerCalls.ProductCalls(sparse.inputGradient(), List.of(transposed)),
                new LayerCalls.ProductCalls(sparse.weightGradient(), List.of(byRows, packed)),
                bothGradients());
    }

    private Runnable packed(long gradient) {
        long features = list.data().table(IntStream.range(0, columns).toArray());
        long scratch = list.data().zeros(TileKernels.LANE_BYTES / 4);
        long stride = 4L * panel.width();
        Tiles tiles = new Tiles(
                panel.blocks(),
                panel.width(),
                list.data().places(in, stride * columns, panel.blocks()),
                list.data().places(slope, stride * rows, panel.blocks()));
        return () -> kernels.packedTileGradient(columns, features, tiles, scratch, gradient, 0, rows, 0, columns);
    }

    private Sparse sparse(double sparsity) {
        KernelData data = list.data();
        SparseMatrix links = data.matrix(rows, columns, 1 - sparsity);
        SparseMatrix transposed = data.matrix(columns, rows, 1 - sparsity);
        long gradient = data.zeros(links.links());
        String shape = size + " " + CallList.percent(sparsity);
        return new Sparse(
                list.flops(
                        "sparseProduct",
                        shape + " relu",
                        flops(links),
                        () -> kernels.sparseProduct(links, panel, in, out, bias, Activation.RELU, 0, false, 0, rows)),
                list.flops(
                        "sparseProduct",
                        shape + " transposed masked",
                        flops(transposed),
                        () -> kernels.sparseProduct(
                                transposed, panel, slope, back, 0, Activation.NONE, in, false, 0, columns)),
                list.flops(
                        "sparseWeightGradient",
                        shape,
                        flops(links),
                        () -> kernels.sparseWeightGradient(links, panel, slope, in, gradient, 0, rows)));
    }

    private void variants() {
        KernelData data = list.data();
        double density = 1 - list.sizes().sparsity();
        SparseMatrix links = data.matrix(rows, columns, density);
        SparseMatrix bands = data.bands(rows, columns, density, BAND);
        String shape = size + " " + CallList.percent(list.sizes().sparsity());
        list.flops("sparseProduct", shape + " plain", flops(links), () -> product(links, false));
        list.flops("sparseProduct", shape + " added", flops(links), () -> product(links, true));
        list.flops("sparseProduct", shape + " in bands of " + BAND, flops(bands), () -> product(bands, false));
        long lanes = data.zeros(16L * LANES);
        long numbers = data.table(IntStream.range(0, LANES).toArray());
        long gradient = data.zeros(LANES);
        list.floats(
                "laneSums",
                LANES + " links",
                18.0 * LANES,
                () -> kernels.laneSums(lanes, LANES, numbers, false, gradient));
    }

    private void product(SparseMatrix links, boolean add) {
        kernels.sparseProduct(links, panel, in, out, 0, Activation.NONE, 0, add, 0, rows);
    }

    private KernelCall bothGradients() {
        return bothGradients(
                "sparseGradients",
                (links, tile, lanes, from, to) ->
                        kernels.sparseGradients(links, tile, slope, in, back, in, false, true, lanes, from, to));
    }

    /** Both gradients of some features of the input. */
    private interface Gradients {
        void of(SparseMatrix transposed, Panel tile, long lanes, int from, int to);
    }

    /** With the sums of the lanes, of as many features of the input at a time as have lanes for their links. */
    private KernelCall bothGradients(String kernel, Gradients gradients) {
        KernelData data = list.data();
        double density = 1 - list.sizes().sparsity();
        SparseMatrix transposed = data.matrix(columns, rows, density);
        Panel tile = new Panel(1, panel.width());
        int height = Math.clamp((long) (LANES / (density * rows)), 1, columns);
        long lanes = data.zeros(16L * height * rows);
        long numbers = data.permutation(transposed.links());
        long gradient = data.zeros(transposed.links());
        return list.flops(
                kernel,
                size + " " + CallList.percent(list.sizes().sparsity()) + " masked with sums",
                2 * flops(transposed) / panel.blocks(),
                () -> {
                    for (int row = 0; row < columns; row += height) {
                        int end = Math.min(columns, row + height);
                        int first = NativeMemory.getInt(transposed.rowStarts() + 4L * row);
                        int count = NativeMemory.getInt(transposed.rowStarts() + 4L * end) - first;
                        gradients.of(transposed, tile, lanes, row, end);
                        kernels.laneSums(lanes, count, numbers + 4L * first, false, gradient);
                    }
                });
    }

    /** The same products with links that fetch rounded values. */
    private void bf16() {
        KernelData data = list.data();
        double sparsity = list.sizes().sparsity();
        SparseMatrix links = data.matrix(rows, columns, 1 - sparsity);
        String shape = size + " " + CallList.percent(sparsity);
        long bf16 = data.zeros(panel.bf16Bytes(columns) / 4);
        long slopes = data.zeros(panel.bf16Bytes(rows) / 4);
        long gradient = data.zeros(links.links());
        kernels.toBf16(rows, panel, slope, slopes, 0, rows);
        list.floats(
                "toBf16",
                columns + " features",
                1.5 * panel.capacity() * columns,
                () -> kernels.toBf16(columns, panel, in, bf16, 0, columns));
        list.flops(
                "bf16Product",
                shape + " relu",
                flops(links),
                () -> kernels.bf16Product(links, panel, bf16, out, bias, Activation.RELU, 0, false, 0, rows));
        list.flops(
                "bf16WeightGradient",
                shape,
                flops(links),
                () -> kernels.bf16WeightGradient(links, panel, slope, bf16, gradient, 0, rows));
        bothGradients(
                "bf16Gradients",
                (transposed, tile, lanes, from, to) ->
                        kernels.bf16Gradients(transposed, tile, slopes, in, back, in, false, true, lanes, from, to));
    }

    private double flops(SparseMatrix matrix) {
        return 2.0 * matrix.links() * panel.capacity();
    }
}
