package org.espalier.core.operation;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.TileKernels;
import org.espalier.api.backend.Tiles;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.WeightPass;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;

/**
 * A product tile by tile: pictures and sequences. Sparse weights, and dense ones of several groups, are lists of links
 * whose columns name features around the window's first tap; a dense weight of one group has one such list for all rows.
 */
final class TileProductPass implements WeightPass {
    private static final SparseMatrix NONE = new SparseMatrix(0, 0, 0, 0, 0, 0);

    private final Product operation;
    private final TrainedWeight weight;
    private final Kernels kernels;
    private final Taps taps;
    private final Panel panel;
    private final long outputs;
    /** The outputs are those of the output's gradient, where there is one. */
    private final Tiles tiles;

    private final int rows;
    private final int columns;
    private final long bias;
    private final long biasGradient;
    private final long groupColumns;
    private final long[] lanes;
    private final ReluMask mask;
    private final InputGradient inputGradient;
    private final int[] tileBounds;
    private final int[] rowBounds;
    private final Work forward = this::forward;
    private NativeMemory linkMemory = new NativeMemory();
    private SparseMatrix links;
    private final DenseTiles denseTiles;
    private DenseTiles.Matrix dense;
    private int[] gradientBounds = {0};
    private final GradientParts parts;
    private final Work gradients = this::gradients;
    private final Work biasGradients = this::biasGradients;
    /** Rows that are shown by one chunk, where a weight with links is executed densely. */
    private final int[] showBounds;

    private final Work showing = this::show;
    private final Work gathering = this::gather;

    TileProductPass(Product operation, Binding binding) {
        this.operation = operation;
        this.weight = binding.weight(operation.shape().name());
        weight.bindImage();
        this.kernels = binding.kernels();
        Plane in = binding.plane(operation.input());
        Plane out = binding.plane(operation.output());
        Plane outGradient = binding.gradient(operation.output()).orElse(out);
        this.taps = Taps.of(operation, in);
        this.panel = new Panel(1, in.lanes());
        this.rows = operation.shape().rows();
        this.columns = operation.shape().columns();
        this.outputs = out.addresses(binding.memory());
        this.tiles = new Tiles(out.tiles(), out.lanes(), inputs(binding, out), outGradient.addresses(binding.memory()));
        DenseWeight vector = operation.bias().map(b -> binding.vector(b.name())).orElse(null);
        this.bias = vector == null ? 0 : vector.values();
        this.biasGradient = vector == null ? 0 : vector.gradient();
        this.groupColumns = groupColumns(binding.memory());
        this.lanes = binding.training() ? binding.lanes() : new long[0];
        this.mask = new ReluMask(operation, binding);
        this.inputGradient = InputGradient.of(operation, weight, binding);
        this.tileBounds = Chunks.even(tiles.count(), 1);
        this.rowBounds = tiles.count() < Binding.CHUNKS ? Chunks.even(rows, 4) : new int[] {0, rows};
        this.parts = new GradientParts(rows, columns);
        this.showBounds = Chunks.even(rows, 1);
        this.links = NONE;
        this.denseTiles = new DenseTiles(kernels, panel, rows);
        bind();
    }

    private long inputs(Binding binding, Plane out) {
        long[] addresses = new long[out.tiles()];
        int i = 0;
        for (int block = 0; block < out.blocks(); block++) {
            for (int y = 0; y < out.grid().height(); y++) {
                for (int x = 0; x < out.grid().width(); x++) {
                    addresses[i++] = taps.first(block, y, x);
                }
            }
        }
        return binding.memory().copyOf(addresses);
    }

    /** For each group, which feature of the input each column of the weight is. */
    private long groupColumns(NativeMemory memory) {
        int[] features = new int[operation.groups() * columns];
        for (int group = 0; group < operation.groups(); group++) {
            for (int k = 0; k < columns; k++) {
                features[group * columns + k] = taps.feature(group * taps.rowsOfGroup(), k);
            }
        }
        return memory.copyOf(features);
    }

    @Override
    public String weight() {
        return operation.shape().name();
    }

    /** Whether the forward product goes by links. */
    private boolean linked() {
        return weight.read() instanceof SparseWeight || operation.groups() > 1;
    }

    @Override
    public void bind() {
        weight.bindImage();
        NativeMemory old = linkMemory;
        linkMemory = new NativeMemory();
        links = linked() ? linkMatrix() : NONE;
        dense = new DenseTiles.Matrix(
                weight.read().values(),
                columns,
                groupColumns,
                columns == taps.channels(),
                bias,
                operation.activation(),
                false);
        if (lanes.length > 0 && !packs()) {
            gradientBounds = weight.learned() instanceof SparseWeight ? Chunks.byLinks(links) : Chunks.even(rows, 2);
        }
        inputGradient.bind();
        old.close();
    }

    private SparseMatrix linkMatrix() {
        WeightStore store = weight.read();
        int[] starts = new int[rows + 1];
        int[] features = new int[store.count()];
        for (int row = 0; row < rows; row++) {
            starts[row] = store.rowStart(row);
            for (int k = starts[row]; k < store.rowStart(row + 1); k++) {
                features[k] = taps.feature(row, store.column(k));
            }
        }
        starts[rows] = store.count();
        return new SparseMatrix(
                rows, columns, store.count(), linkMemory.copyOf(starts), linkMemory.copyOf(features), store.values());
    }

    @Override
    public void forward(WorkerPool pool) {
        if (weight.executedDensely()) {
            pool.run(showing, showBounds.length - 1);
        }
        pool.run(forward, (tileBounds.length - 1) * (rowBounds.length - 1));
    }

    private void show(int chunk) {
        weight.show(showBounds[chunk], showBounds[chunk + 1]);
    }

    private void gather(int chunk) {
        weight.gather(showBounds[chunk], showBounds[chunk + 1]);
    }

    private void forward(int chunk) {
        int tileChunks = tileBounds.length - 1;
        int to = tileBounds[chunk % tileChunks + 1];
        int from = tileBounds[chunk % tileChunks];
        int rowFrom = rowBounds[chunk / tileChunks];
        int rowTo = rowBounds[chunk / tileChunks + 1];
        if (links == NONE) {
            denseTiles.multiply(dense, tiles.inputs(), outputs, 0, from, to, rowFrom, rowTo);
            return;
        }
        for (int tile = from; tile < to; tile++) {
            long in = NativeMemory.getLong(tiles.inputs() + 8L * tile);
            long out = NativeMemory.getLong(outputs + 8L * tile);
            kernels.sparseProduct(links, panel, in, out, bias, operation.activation(), 0, false, rowFrom, rowTo);
        }
    }

    @Override
    public void backward(WorkerPool pool) {
        mask.apply(pool);
        inputGradient.refresh(pool);
        if (together()) {
            inputGradient.withLinks(pool, weight.learned().gradient());
            if (biasGradient != 0) {
                pool.run(biasGradients, gradientBounds.length - 1);
            }
            return;
        }
        pool.run(gradients, weightChunks() + inputGradient.chunks());
        if (weight.executedDensely()) {
            pool.run(gathering, showBounds.length - 1);
        }
    }

    /** Whether the gradients of the input and of the links are computed in one. */
    private boolean together() {
        return lanes.length > 0
                && weight.learned() instanceof SparseWeight links
                && weight.read() == links
                && inputGradient.takesLinks();
    }

    private void biasGradients(int chunk) {
        kernels.tileSums(tiles, lanes[chunk], biasGradient, gradientBounds[chunk], gradientBounds[chunk + 1]);
    }

    private void gradients(int chunk) {
        int weightChunks = weightChunks();
        if (chunk >= weightChunks) {
            inputGradient.run(chunk - weightChunks);
        } else if (packs()) {
            packedGradient(chunk);
        } else {
            gradientOfRows(chunk);
        }
    }

    /** Whether the weight gradient is that of a dense weight of one group. */
    private boolean packs() {
        return operation.groups() == 1 && !(weight.learned() instanceof SparseWeight);
    }

    private int weightChunks() {
        if (lanes.length == 0) {
            return 0;
        }
        return packs() ? parts.count() : gradientBounds.length - 1;
    }

    private void packedGradient(int chunk) {
        int from = parts.rowFrom(chunk);
        int to = parts.rowTo(chunk);
        kernels.packedTileGradient(
                columns,
                groupColumns,
                tiles,
                lanes[chunk],
                weight.learned().gradient(),
                from,
                to,
                parts.columnFrom(chunk),
                parts.columnTo(chunk));
        if (biasGradient != 0 && parts.columnFrom(chunk) == 0) {
            kernels.tileSums(tiles, lanes[chunk], biasGradient, from, to);
        }
    }

    private void gradientOfRows(int chunk) {
        int from = gradientBounds[chunk];
        int to = gradientBounds[chunk + 1];
        WeightStore store = weight.learned();
        if (store instanceof SparseWeight) {
            kernels.sparseTileGradient(links, tiles, lanes[chunk], store.gradient(), from, to);
        } else {
            denseGradient(lanes[chunk], store.gradient() + 4L * from * columns, from, to);
        }
        if (biasGradient != 0) {
            kernels.tileSums(tiles, lanes[chunk], biasGradient, from, to);
        }
    }

    @Override
    public void close() {
        linkMemory.close();
        inputGradient.close();
    }

    @Override
    public long scratchBytes() {
        return TileKernels.LANE_BYTES;
    }

    @Override
    public void denseGradient(long scratch, long result, int from, int to) {
        for (int row = from; row < to; ) {
            int group = taps.group(row);
            int end = Math.min(to, (group + 1) * taps.rowsOfGroup());
            long place = result + 4L * (row - from) * columns;
            kernels.denseTileGradient(columns, groupColumns + 4L * group * columns, tiles, scratch, place, row, end);
            row = end;
        }
    }
}
