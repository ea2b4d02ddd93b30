package org.espalier.core.program;

import org.espalier.api.backend.Activation;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Layer;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.SparseWeight;

/**
 * One layer's passes over one panel. ReLU is applied by the product itself, and its derivative by the product that
 * computes this layer's output gradient; other activations are passes of their own.
 */
final class LayerPass {
    private final Layer layer;
    private final Kernels kernels;
    private final Panel panel;
    private final long in;
    private final long inGradient;
    private final long inMask;
    private final long sums;
    private final long out;
    private final long gradient;
    private final int[] elements;
    private final Work activate = this::activate;
    private final Work activationGradient = this::activationGradient;
    private Product product;
    private Gradients gradients;

    /**
     * @param in plane of the layer's inputs
     * @param inGradient plane their gradient goes to, or 0 when nobody asks for it or nothing is trained
     * @param inMask plane whose positive elements let the gradient through, or 0
     * @param memory where this pass keeps its planes
     * @param training whether gradients will be asked for
     */
    LayerPass(
            Layer layer,
            Kernels kernels,
            Panel panel,
            long in,
            long inGradient,
            long inMask,
            NativeMemory memory,
            boolean training) {
        this.layer = layer;
        this.kernels = kernels;
        this.panel = panel;
        this.in = in;
        this.inGradient = inGradient;
        this.inMask = inMask;
        int rows = layer.shape().rows();
        this.sums = memory.allocate(panel.bytes(rows));
        this.out = fused() ? sums : memory.allocate(panel.bytes(rows));
        this.gradient = training ? memory.allocate(panel.bytes(rows)) : 0;
        this.elements = Chunks.even(Math.toIntExact(panel.bytes(rows) / 4), 16);
        this.product = new Product();
        this.gradients = new Gradients();
    }

    private boolean fused() {
        return fused(layer.activation());
    }

    /** Whether the product applies the activation itself, so that sums and outputs share a plane. */
    static boolean fused(Activation activation) {
        return activation == Activation.NONE || activation == Activation.RELU;
    }

    Layer layer() {
        return layer;
    }

    /** Plane of the layer's inputs. */
    long in() {
        return in;
    }

    /** Plane of the outputs. */
    long out() {
        return out;
    }

    /** Plane of the gradient of the sums, before the activation. */
    long gradient() {
        return gradient;
    }

    /** The plane that masks the gradient of the outputs: the outputs themselves under ReLU, else none. */
    long mask() {
        return layer.activation() == Activation.RELU ? out : 0;
    }

    /** Takes up the weight as it is stored now. */
    void bind() {
        product = new Product();
        gradients = new Gradients();
    }

    void forward(WorkerPool pool) {
        pool.run(product, product.chunks());
        if (!fused()) {
            pool.run(activate, elements.length - 1);
        }
    }

    /**
     * @param masked whether whoever wrote the output gradient has applied {@link #mask} already
     */
    void backward(WorkerPool pool, boolean masked) {
        if (!fused() || (!masked && layer.activation() == Activation.RELU)) {
            pool.run(activationGradient, elements.length - 1);
        }
        pool.run(gradients, gradients.chunks());
    }

    private void activate(int chunk) {
        kernels.activate(layer.activation(), sums, out, elements[chunk], elements[chunk + 1]);
    }

    private void activationGradient(int chunk) {
        kernels.activationGradient(
                layer.activation(), sums, out, gradient, gradient, elements[chunk], elements[chunk + 1]);
    }

    private long biasValues() {
        return layer.bias().map(DenseWeight::values).orElse(0L);
    }

    /** The forward product, divided by output rows. */
    private final class Product implements Work {
        private final Activation activation = fused() ? layer.activation() : Activation.NONE;
        private final long bias = biasValues();
        private final int[] rows = layer.weight() instanceof SparseWeight sparse
                ? Chunks.byLinks(sparse.matrix())
                : Chunks.even(layer.shape().rows(), 4);

        int chunks() {
            return rows.length - 1;
        }

        @Override
        public void run(int chunk) {
            int from = rows[chunk];
            int to = rows[chunk + 1];
            if (layer.weight() instanceof SparseWeight w) {
                kernels.sparseProduct(w.matrix(), panel, in, sums, bias, activation, 0, false, from, to);
            } else {
                kernels.denseProduct(
                        layer.weight().values(),
                        layer.shape().rows(),
                        layer.shape().columns(),
                        panel,
                        in,
                        sums,
                        bias,
                        activation,
                        0,
                        false,
                        from,
                        to);
            }
        }
    }

    /** Weight, bias and input gradients: all read the same planes and write different ones, so they run side by side. */
    private final class Gradients implements Work {
        private final int[] rows;
        private final int[] columns;
        private final long biasGradient =
                layer.bias().map(DenseWeight::gradient).orElse(0L);

        Gradients() {
            if (layer.weight() instanceof SparseWeight w) {
                rows = Chunks.byLinks(w.matrix());
                columns = inGradient == 0 ? new int[1] : Chunks.byLinks(w.transposed());
            } else {
                rows = Chunks.even(layer.shape().rows(), 4);
                columns =
                        inGradient == 0 ? new int[1] : Chunks.even(layer.shape().columns(), 4);
            }
        }

        int chunks() {
            return rows.length - 1 + columns.length - 1;
        }

        @Override
        public void run(int chunk) {
            int inputChunks = columns.length - 1;
            if (chunk < inputChunks) {
                input(columns[chunk], columns[chunk + 1]);
            } else {
                weight(rows[chunk - inputChunks], rows[chunk - inputChunks + 1]);
            }
        }

        private void weight(int from, int to) {
            int height = layer.shape().rows();
            int width = layer.shape().columns();
            if (layer.weight() instanceof SparseWeight w) {
                kernels.sparseWeightGradient(w.matrix(), panel, gradient, in, w.gradient(), from, to);
            } else {
                long firstRow = layer.weight().gradient() + 4L * from * width;
                kernels.denseWeightGradient(height, width, panel, gradient, in, firstRow, from, to);
            }
            if (biasGradient != 0) {
                kernels.rowSums(height, panel, gradient, biasGradient, from, to);
            }
        }

        private void input(int from, int to) {
            if (layer.weight() instanceof SparseWeight w) {
                kernels.sparseProduct(
                        w.transposed(), panel, gradient, inGradient, 0, Activation.NONE, inMask, false, from, to);
            } else {
                kernels.denseTransposedProduct(
                        layer.weight().values(),
                        layer.shape().rows(),
                        layer.shape().columns(),
                        panel,
                        gradient,
                        inGradient,
                        inMask,
                        false,
                        from,
                        to);
            }
        }
    }
}
