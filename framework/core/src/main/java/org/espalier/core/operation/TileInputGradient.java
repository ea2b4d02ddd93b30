package org.espalier.core.operation;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.backend.CacheSizes;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.GrowingMemory;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;

/**
 * The gradient of a product's input: for each input position the product with the transposed links of those taps that
 * reach it. With a stride s, positions fall into s · s phases that different taps reach; each phase has a transposed copy
 * of its part of the weight, refreshed in every step. The links of a row (an input channel) are ordered by output channel,
 * then tap.
 */
final class TileInputGradient implements InputGradient {
    /** Links whose lanes are held at a time. */
    private static final int MOST_LINKS = 1 << 15;

    /** What tiles of a stretch take of the second cache. */
    private static final long STRETCH_BYTES = CacheSizes.here().second() / 2;

    private final TrainedWeight weight;
    private final Product operation;
    private final Kernels kernels;
    private final Panel panel;
    private final Taps taps;
    private final Plane outGradient;
    private final boolean adds;
    private final int inputChannels;
    private final List<Phase> phases = new ArrayList<>();
    private final DenseTiles denseTiles;
    private final Work refresh = this::refreshPart;
    private final GrowingMemory lanes;
    /** Whether every link belongs to a phase. */
    private final boolean complete;

    private NativeMemory memory = new NativeMemory();

    TileInputGradient(Product operation, TrainedWeight weight, Binding binding) {
        this.operation = operation;
        this.weight = weight;
        this.kernels = binding.kernels();
        Plane in = binding.plane(operation.input());
        Plane inGradient = binding.gradient(operation.input()).orElseThrow();
        this.panel = new Panel(1, in.lanes());
        this.taps = Taps.of(operation, in);
        this.outGradient = binding.gradient(operation.output()).orElseThrow();
        this.adds = binding.geometry().adds(operation, 0);
        this.inputChannels = operation.input().features();
        this.denseTiles = new DenseTiles(kernels, panel, inputChannels);
        this.lanes = binding.linkLanes();
        boolean masked = binding.geometry().appliesMask(operation);
        Window window = operation.window();
        for (int y = 0; y < window.strideY(); y++) {
            for (int x = 0; x < window.strideX(); x++) {
                Phase phase = new Phase(y, x, in, inGradient, masked, binding.memory());
                if (phase.tiles > 0) {
                    phases.add(phase);
                }
            }
        }
        complete = phases.size() == window.strideY() * window.strideX();
        bind();
    }

    @Override
    public void bind() {
        NativeMemory old = memory;
        memory = new NativeMemory();
        for (Phase phase : phases) {
            phase.bind();
        }
        old.close();
    }

    @Override
    public void refresh(WorkerPool pool) {
        pool.run(refresh, phases.size() * Binding.CHUNKS);
    }

    private void refreshPart(int chunk) {
        Phase phase = phases.get(chunk / Binding.CHUNKS);
        int part = chunk % Binding.CHUNKS;
        int count = phase.matrix.links();
        phase.refresh((int) ((long) count * part / Binding.CHUNKS), (int) ((long) count * (part + 1) / Binding.CHUNKS));
    }

    @Override
    public boolean takesLinks() {
        return complete;
    }

    @Override
    public void withLinks(WorkerPool pool, long gradient) {
        for (int i = 0; i < phases.size(); i++) {
            phases.get(i).withLinks(pool, gradient);
        }
    }

    @Override
    public void close() {
        lanes.close();
        memory.close();
    }

    @Override
    public int chunks() {
        int chunks = 0;
        for (int i = 0; i < phases.size(); i++) {
            chunks += phases.get(i).chunks();
        }
        return chunks;
    }

    @Override
    public void run(int chunk) {
        int left = chunk;
        int i = 0;
        while (left >= phases.get(i).chunks()) {
            left -= phases.get(i).chunks();
            i++;
        }
        phases.get(i).run(left);
    }

    /** Input positions with the same remainder by the strides. */
    private final class Phase {
        private final int phaseY;
        private final int phaseX;
        private final int tiles;
        private final long from;
        private final long to;
        private final long masks;
        private final long inputs;
        /** Tiles whose planes stay in the second cache while all links pass. */
        private final int stretch;

        private final Work linkGradients = this::linkGradients;
        private final int[] tileBounds;
        private final int[] rowBounds;
        private long order;
        private int[] linkBounds = {0};
        private int firstChunk;
        private int stretchFrom;
        private long linkGradient;
        private SparseMatrix matrix = new SparseMatrix(0, 0, 0, 0, 0, 0);
        private DenseTiles.Matrix dense = new DenseTiles.Matrix(0, 0, 0, false, 0, Activation.NONE, false);

        Phase(int phaseY, int phaseX, Plane in, Plane inGradient, boolean masked, NativeMemory tables) {
            this.phaseY = phaseY;
            this.phaseX = phaseX;
            Window window = operation.window();
            List<long[]> found = new ArrayList<>();
            for (int block = 0; block < in.blocks(); block++) {
                for (int y = 0; y < in.grid().height(); y++) {
                    for (int x = 0; x < in.grid().width(); x++) {
                        int atY = y + window.paddingY();
                        int atX = x + window.paddingX();
                        if (atY % window.strideY() == phaseY && atX % window.strideX() == phaseX) {
                            found.add(new long[] {
                                outGradient.tile(block, atY / window.strideY(), atX / window.strideX()),
                                inGradient.tile(block, y, x),
                                in.tile(block, y, x)
                            });
                        }
                    }
                }
            }
            this.tiles = found.size();
            this.from = table(found, 0, tables);
            this.to = table(found, 1, tables);
            this.inputs = table(found, 2, tables);
            this.masks = masked ? inputs : 0;
            long tileBytes = 4L * in.lanes() * (outGradient.features() + 2L * inputChannels);
            this.stretch = (int) Math.max(1, STRETCH_BYTES / tileBytes);
            this.tileBounds = Chunks.even(tiles, 1);
            this.rowBounds = tiles < Binding.CHUNKS ? Chunks.even(inputChannels, 4) : new int[] {0, inputChannels};
        }

        private static long table(List<long[]> found, int column, NativeMemory tables) {
            return tables.copyOf(found.stream().mapToLong(f -> f[column]).toArray());
        }

        private boolean reaches(int tap) {
            return taps.tapY(tap) % operation.window().strideY() == phaseY
                    && taps.tapX(tap) % operation.window().strideX() == phaseX;
        }

        /** How many features the output channel of a link is away from the tile a position starts at. */
        private int feature(int row, int tap) {
            int up = taps.tapY(tap) / operation.window().strideY();
            int left = taps.tapX(tap) / operation.window().strideX();
            return row - (up * outGradient.pitch() + left) * outGradient.features();
        }

        void bind() {
            WeightStore store = weight.read();
            int rows = store.shape().rows();
            int[] starts = new int[inputChannels + 1];
            forEachLink(store, rows, (k, row, column) -> starts[taps.channel(row, column) + 1]++);
            for (int c = 0; c < inputChannels; c++) {
                starts[c + 1] += starts[c];
            }
            int[] next = starts.clone();
            int[] features = new int[starts[inputChannels]];
            int[] places = new int[features.length];
            forEachLink(store, rows, (k, row, column) -> {
                int place = next[taps.channel(row, column)]++;
                features[place] = feature(row, taps.tap(column));
                places[place] = k;
            });
            order = memory.copyOf(places);
            matrix = new SparseMatrix(
                    inputChannels,
                    rows,
                    features.length,
                    memory.copyOf(starts),
                    memory.copyOf(features),
                    memory.allocateFloats(features.length));
            if (complete && weight.learned() == store && store instanceof SparseWeight) {
                linkBounds = Chunks.byLinks(matrix, Binding.CHUNKS * Math.ceilDiv(features.length + 1, MOST_LINKS));
                for (int chunk = 0; chunk < linkBounds.length - 1; chunk += Binding.CHUNKS) {
                    lanes.atLeast(LinkLanes.BYTES * links(chunk, lastChunk(chunk)));
                }
            }
            // Every input channel has the same output channels and taps, in the same order.
            int each = features.length / inputChannels;
            dense = new DenseTiles.Matrix(
                    matrix.values(), each, matrix.columnIndices(), operation.pointwise(), 0, Activation.NONE, adds);
        }

        private void forEachLink(WeightStore store, int rows, LinkVisitor visitor) {
            for (int row = 0; row < rows; row++) {
                for (int k = store.rowStart(row); k < store.rowStart(row + 1); k++) {
                    int column = store.column(k);
                    if (reaches(taps.tap(column))) {
                        visitor.visit(k, row, column);
                    }
                }
            }
        }

        void refresh(int first, int end) {
            long values = weight.read().values();
            for (int place = first; place < end; place++) {
                float value = NativeMemory.getFloat(values + 4L * NativeMemory.getInt(order + 4L * place));
                NativeMemory.setFloat(matrix.values() + 4L * place, value);
            }
        }

        /**
         * Some chunks of input channels, as many as have lanes at a time, after the others; for those a stretch of tiles
         * after the other, so that lanes take tiles in order.
         */
        void withLinks(WorkerPool pool, long gradient) {
            linkGradient = gradient;
            for (firstChunk = 0; firstChunk < linkBounds.length - 1; firstChunk += Binding.CHUNKS) {
                int chunks = lastChunk(firstChunk) - firstChunk;
                for (stretchFrom = 0; stretchFrom < tiles; stretchFrom += stretch) {
                    pool.run(linkGradients, chunks);
                }
            }
        }

        private int lastChunk(int first) {
            return Math.min(linkBounds.length - 1, first + Binding.CHUNKS);
        }

        /** How many links the chunks from … to - 1 have. */
        private int links(int from, int to) {
            return LinkLanes.links(matrix, linkBounds[from], linkBounds[to]);
        }

        private void linkGradients(int part) {
            int chunk = firstChunk + part;
            long own = lanes.address() + LinkLanes.BYTES * links(firstChunk, chunk);
            int end = Math.min(tiles, stretchFrom + stretch);
            for (int tile = stretchFrom; tile < end; tile++) {
                kernels.sparseGradients(
                        matrix,
                        panel,
                        NativeMemory.getLong(from + 8L * tile),
                        NativeMemory.getLong(inputs + 8L * tile),
                        NativeMemory.getLong(to + 8L * tile),
                        mask(tile),
                        adds,
                        tile == 0,
                        own,
                        linkBounds[chunk],
                        linkBounds[chunk + 1]);
            }
            if (end == tiles) {
                kernels.laneSums(own, links(chunk, chunk + 1), order + 4L * links(0, chunk), false, linkGradient);
            }
        }

        private long mask(int tile) {
            return masks == 0 ? 0 : NativeMemory.getLong(masks + 8L * tile);
        }

        int chunks() {
            return (tileBounds.length - 1) * (rowBounds.length - 1);
        }

        void run(int chunk) {
            int tileChunks = tileBounds.length - 1;
            int end = tileBounds[chunk % tileChunks + 1];
            int first = tileBounds[chunk % tileChunks];
            int rowFrom = rowBounds[chunk / tileChunks];
            int rowTo = rowBounds[chunk / tileChunks + 1];
            if (!(weight.read() instanceof SparseWeight) && operation.groups() == 1) {
                denseTiles.multiply(dense, from, to, masks, first, end, rowFrom, rowTo);
                return;
            }
            for (int tile = first; tile < end; tile++) {
                long gradient = NativeMemory.getLong(from + 8L * tile);
                long result = NativeMemory.getLong(to + 8L * tile);
                kernels.sparseProduct(
                        matrix, panel, gradient, result, 0, Activation.NONE, mask(tile), adds, rowFrom, rowTo);
            }
        }
    }

    /** Called for each link of a phase. */
    @FunctionalInterface
    private interface LinkVisitor {
        void visit(int link, int row, int column);
    }
}
