package org.espalier.core.operation;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.WeightPass;
import org.espalier.core.kernel.GrowingMemory;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.SparseWeight;

/**
 * A product of whole planes with a weight whose links fetch rows that were rounded to bfloat16: of the input, and of the
 * output's gradient. They are copied before links pass; what is fetched once for a row of links, and all that is written,
 * is floats. Dense gradients, which tell where links grow, read floats alone.
 */
final class Bf16ProductPass implements WeightPass {
    private final Product operation;
    private final TrainedWeight weight;
    private final Kernels kernels;
    private final Panel panel;
    private final Panel block;
    private final long in;
    private final long out;
    private final long gradient;
    private final long inGradient;
    private final long inMask;
    private final boolean adds;
    private final ReluMask mask;
    private final long bias;
    private final long biasGradient;
    private final int rows;
    private final int columns;
    private final GrowingMemory linkLanes;
    private final Bf16Plane bf16;

    private Forward forward;
    private Gradients gradients;

    Bf16ProductPass(Product operation, Binding binding) {
        Plane input = binding.plane(operation.input());
        this.operation = operation;
        this.weight = binding.weight(operation.shape().name());
        weight.bindImage();
        this.kernels = binding.kernels();
        this.panel = input.panel();
        this.block = new Panel(1, panel.width());
        this.in = input.address();
        this.out = binding.plane(operation.output()).address();
        this.gradient = binding.gradient(operation.output()).map(Plane::address).orElse(0L);
        this.inGradient =
                binding.gradient(operation.input()).map(Plane::address).orElse(0L);
        this.inMask = binding.geometry().appliesMask(operation) ? in : 0;
        this.adds = binding.geometry().adds(operation, 0);
        this.mask = new ReluMask(operation, binding);
        DenseWeight vector = operation.bias().map(b -> binding.vector(b.name())).orElse(null);
        this.bias = vector == null ? 0 : vector.values();
        this.biasGradient = vector == null ? 0 : vector.gradient();
        this.rows = operation.shape().rows();
        this.columns = operation.shape().columns();
        this.linkLanes = binding.linkLanes();
        this.bf16 = new Bf16Plane(kernels, panel, keepsInput() ? new GrowingMemory() : binding.bf16());
        boolean fetchesGradient = gradient != 0 && !keepsInput();
        bf16.room(panel.bf16Bytes(fetchesGradient ? Math.max(rows, columns) : columns));
        this.forward = new Forward();
        this.gradients = new Gradients();
    }

    /** Whether the backward pass reads the copy that the forward pass made: where no gradient is asked of the input. */
    private boolean keepsInput() {
        return gradient != 0 && inGradient == 0;
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

    @Override
    public void forward(WorkerPool pool) {
        bf16.copy(pool, in, columns);
        pool.run(forward, forward.chunks());
    }

    @Override
    public void backward(WorkerPool pool) {
        mask.apply(pool);
        if (!keepsInput()) {
            bf16.copy(pool, gradient, rows);
        }
        pool.run(gradients, gradients.chunks());
    }

    @Override
    public long scratchBytes() {
        return 0;
    }

    @Override
    public void denseGradient(long scratch, long result, int from, int to) {
        kernels.denseWeightGradient(rows, columns, panel, gradient, in, result, from, to);
    }

    @Override
    public void close() {
        bf16.close();
        linkLanes.close();
    }

    /** The product, divided by output rows. */
    private final class Forward implements Work {
        private final SparseWeight links = weight.links();
        private final int[] bounds = Chunks.byLinks(links.matrix());

        int chunks() {
            return bounds.length - 1;
        }

        @Override
        public void run(int chunk) {
            kernels.bf16Product(
                    links.matrix(),
                    panel,
                    bf16.address(),
                    out,
                    bias,
                    operation.activation(),
                    0,
                    false,
                    bounds[chunk],
                    bounds[chunk + 1]);
        }
    }

    /** Weight, bias and input gradients, side by side. */
    private final class Gradients implements Work {
        private final SparseWeight links = weight.links();
        private final int[] rowBounds = Chunks.byLinks(links.matrix());
        private final int[] columnBounds;
        private final LinkLanes.Columns both = this::both;
        private final long laneBytes;

        Gradients() {
            columnBounds = inGradient == 0 ? new int[1] : Chunks.byLinks(links.transposed());
            laneBytes = inGradient == 0 ? 0 : LinkLanes.bytes(links.transposed());
            linkLanes.atLeast(laneBytes * Binding.CHUNKS);
        }

        int chunks() {
            return rowBounds.length - 1 + columnBounds.length - 1;
        }

        @Override
        public void run(int chunk) {
            int inputChunks = columnBounds.length - 1;
            if (chunk < inputChunks) {
                long scratch = linkLanes.address() + laneBytes * chunk;
                int to = columnBounds[chunk + 1];
                LinkLanes.walk(kernels, links, panel.blocks(), scratch, columnBounds[chunk], to, both);
            } else {
                rows(rowBounds[chunk - inputChunks], rowBounds[chunk - inputChunks + 1]);
            }
        }

        private void both(SparseMatrix transposed, int b, long scratch, int column, int end) {
            long place = 4L * panel.width() * b * columns;
            kernels.bf16Gradients(
                    transposed,
                    block,
                    bf16.address() + panel.bf16Stride() * b * rows,
                    in + place,
                    inGradient + place,
                    inMask == 0 ? 0 : inMask + place,
                    adds,
                    true,
                    scratch,
                    column,
                    end);
        }

        private void rows(int from, int to) {
            if (inGradient == 0) {
                kernels.bf16WeightGradient(links.matrix(), panel, gradient, bf16.address(), links.gradient(), from, to);
            }
            if (biasGradient != 0) {
                kernels.rowSums(rows, panel, gradient, biasGradient, from, to);
            }
        }
    }
}
