package org.espalier.core.operation;

import java.util.stream.IntStream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.Tiles;
import org.espalier.api.graph.Activation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.WeightPass;
import org.espalier.core.kernel.GrowingMemory;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.SparseWeight;
import org.jspecify.annotations.Nullable;

/**
 * A product of whole planes: one position an example. ReLU is applied by the product itself, and its derivative, where
 * that is possible, by the product that computes this one's output gradient.
 */
final class PointProductPass implements WeightPass {
    private final Product operation;
    private final TrainedWeight weight;
    private final Kernels kernels;
    private final Segment segment;
    private final long in;
    private final long out;
    private final long gradient;
    private final long inGradient;
    private final long inMask;
    private final boolean adds;
    private final long bias;
    private final long biasGradient;
    private final ReluMask mask;
    private final int rows;
    private final int columns;
    /** Room for the whole input. */
    private final Panel most;

    private final Panel block;

    /** Scratch for each chunk of the gradient of a dense weight. */
    private final long[] lanes;

    private final GrowingMemory linkLanes;
    private final GradientParts parts;
    private final BlockTiles blocks;
    /** Address of {@code int[columns]}: 0, 1, 2, … */
    private final long features;

    private final int[] gatherBounds;
    private final Work gathering = this::gather;
    private Forward forward;
    private Gradients gradients;

    PointProductPass(Product operation, Binding binding) {
        this(
                operation,
                Segment.whole(binding.plane(operation.input())),
                binding.geometry().adds(operation, 0),
                binding);
    }

    /**
     * @param segment the blocks it works on
     * @param adds whether the gradient of the input was begun by others
     */
    PointProductPass(Product operation, Segment segment, boolean adds, Binding binding) {
        this.operation = operation;
        this.weight = binding.weight(operation.shape().name());
        weight.bindImage();
        this.kernels = binding.kernels();
        this.segment = segment;
        this.adds = adds;
        this.in = binding.plane(operation.input()).address();
        this.out = binding.plane(operation.output()).address();
        this.gradient = binding.gradient(operation.output()).map(Plane::address).orElse(0L);
        this.inGradient =
                binding.gradient(operation.input()).map(Plane::address).orElse(0L);
        this.inMask = binding.geometry().appliesMask(operation) ? in : 0;
        this.mask = new ReluMask(operation, binding);
        DenseWeight vector = operation.bias().map(b -> binding.vector(b.name())).orElse(null);
        this.bias = vector == null ? 0 : vector.values();
        this.biasGradient = vector == null ? 0 : vector.gradient();
        this.rows = operation.shape().rows();
        this.columns = operation.shape().columns();
        this.most = binding.plane(operation.input()).panel();
        this.block = new Panel(1, most.width());
        this.lanes = binding.training() ? binding.lanes() : new long[0];
        this.linkLanes = binding.linkLanes();
        this.parts = new GradientParts(rows, columns);
        this.blocks = new BlockTiles(most, binding.memory());
        this.features = binding.memory().copyOf(IntStream.range(0, columns).toArray());
        this.gatherBounds = Chunks.even(rows, 1);
        this.forward = new Forward();
        this.gradients = new Gradients();
    }

    @Override
    public String weight() {
        return operation.shape().name();
    }

    @Override
    public void bind() {
        weight.bindImage();
        forward = new Forward();
        gradients = new Gradients();
    }

    private void gather(int chunk) {
        weight.gather(gatherBounds[chunk], gatherBounds[chunk + 1]);
    }

    @Override
    public void forward(WorkerPool pool) {
        if (!segment.empty()) {
            pool.run(forward, forward.chunks());
        }
    }

    @Override
    public void backward(WorkerPool pool) {
        if (segment.empty()) {
            NativeMemory.clear(weight.store().gradient(), 4L * weight.store().count());
            NativeMemory.clear(biasGradient, biasGradient == 0 ? 0 : 4L * rows);
            return;
        }
        mask.apply(pool);
        gradients.begin();
        pool.run(gradients, gradients.chunks());
        if (weight.executedDensely()) {
            pool.run(gathering, gatherBounds.length - 1);
        }
    }

    @Override
    public long scratchBytes() {
        return 0;
    }

    @Override
    public void denseGradient(long scratch, long result, int from, int to) {
        if (segment.empty()) {
            NativeMemory.clear(result, 4L * (to - from) * columns);
        } else {
            kernels.denseWeightGradient(rows, columns, segment.panel(), gradient(), in(), result, from, to);
        }
    }

    @Override
    public void close() {
        linkLanes.close();
    }

    private long in() {
        return segment.in(in, columns);
    }

    private long gradient() {
        return segment.in(gradient, rows);
    }

    private long mask() {
        return inMask == 0 ? 0 : segment.in(inMask, columns);
    }

    /** The product, divided by output rows. */
    private final class Forward implements Work {
        private final int[] bounds =
                weight.read() instanceof SparseWeight w ? Chunks.byLinks(w.matrix()) : Chunks.even(rows, 4);

        int chunks() {
            return bounds.length - 1;
        }

        @Override
        public void run(int chunk) {
            int from = bounds[chunk];
            int to = bounds[chunk + 1];
            Activation activation = operation.activation();
            Panel panel = segment.panel();
            long result = segment.in(out, rows);
            if (weight.read() instanceof SparseWeight w) {
                kernels.sparseProduct(w.matrix(), panel, in(), result, bias, activation, 0, false, from, to);
            } else {
                weight.show(from, to);
                long values = weight.read().values();
                kernels.denseProduct(values, rows, columns, panel, in(), result, bias, activation, 0, false, from, to);
            }
        }
    }

    /** Weight, bias and input gradients: all read the same planes and write different ones, so they run side by side. */
    private final class Gradients implements Work {
        private final int[] rowBounds;
        private final int[] columnBounds;
        /** Links whose input and weight gradients are computed together. */
        private final @Nullable SparseWeight together;

        /** Whether the weight's gradient is that of all its positions. */
        private final boolean dense = !(weight.learned() instanceof SparseWeight);

        private final LinkLanes.Columns both = this::both;
        private final long laneBytes;
        private Tiles tiles = walk();

        Gradients() {
            rowBounds = weight.learned() instanceof SparseWeight w ? Chunks.byLinks(w.matrix()) : new int[1];
            boolean same = weight.read() == weight.learned() && inGradient != 0 && lanes.length > 0;
            together = same && weight.read() instanceof SparseWeight w ? w : null;
            if (inGradient == 0) {
                columnBounds = new int[1];
            } else if (weight.read() instanceof SparseWeight w) {
                columnBounds = Chunks.byLinks(w.transposed());
            } else {
                columnBounds = Chunks.even(columns, 4);
            }
            laneBytes = together == null ? 0 : LinkLanes.bytes(together.transposed());
            linkLanes.atLeast(laneBytes * Binding.CHUNKS);
        }

        void begin() {
            tiles = walk();
        }

        private Tiles walk() {
            return blocks.of(segment.panel(), in(), columns, gradient(), rows);
        }

        int chunks() {
            return (dense ? parts.count() : rowBounds.length - 1) + columnBounds.length - 1;
        }

        @Override
        public void run(int chunk) {
            int first = dense ? parts.count() : 0;
            int inputChunks = columnBounds.length - 1;
            if (chunk < first) {
                part(chunk);
            } else if (chunk < first + inputChunks) {
                columns(chunk - first);
            } else {
                links(chunk - inputChunks);
            }
        }

        /** The input's gradient, and that of the links where both go together. */
        private void columns(int chunk) {
            int from = columnBounds[chunk];
            int to = columnBounds[chunk + 1];
            if (together == null) {
                input(from, to);
            } else {
                long scratch = linkLanes.address() + laneBytes * chunk;
                LinkLanes.walk(kernels, together, segment.panel().blocks(), scratch, from, to, both);
            }
        }

        private void both(SparseMatrix links, int b, long scratch, int column, int end) {
            long place = 4L * block.width() * b * columns;
            kernels.sparseGradients(
                    links,
                    block,
                    gradient() + 4L * block.width() * b * rows,
                    in() + place,
                    segment.in(inGradient, columns) + place,
                    inMask == 0 ? 0 : mask() + place,
                    adds,
                    true,
                    scratch,
                    column,
                    end);
        }

        private void links(int chunk) {
            int from = rowBounds[chunk];
            int to = rowBounds[chunk + 1];
            if (together == null && weight.learned() instanceof SparseWeight w) {
                kernels.sparseWeightGradient(w.matrix(), segment.panel(), gradient(), in(), w.gradient(), from, to);
            }
            bias(from, to);
        }

        /**
         * A part of the gradient of a dense weight. They are first, so that the gradient of the input is what the caches
         * hold when the layer before needs it.
         */
        private void part(int part) {
            int from = parts.rowFrom(part);
            int to = parts.rowTo(part);
            int column = parts.columnFrom(part);
            long result = weight.learned().gradient();
            kernels.packedTileGradient(
                    columns, features, tiles, lanes[part], result, from, to, column, parts.columnTo(part));
            if (column == 0) {
                bias(from, to);
            }
        }

        private void bias(int from, int to) {
            if (biasGradient != 0) {
                kernels.rowSums(rows, segment.panel(), gradient(), biasGradient, from, to);
            }
        }

        private void input(int from, int to) {
            Panel panel = segment.panel();
            long result = segment.in(inGradient, columns);
            if (weight.read() instanceof SparseWeight w) {
                kernels.sparseProduct(
                        w.transposed(), panel, gradient(), result, 0, Activation.NONE, mask(), adds, from, to);
            } else {
                kernels.denseTransposedProduct(
                        weight.read().values(), rows, columns, panel, gradient(), result, mask(), adds, from, to);
            }
        }
    }
}
