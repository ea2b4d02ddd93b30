package org.espalier.kernels;

import java.lang.invoke.MethodHandle;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.graph.Activation;

/** The native kernels behind the interface of the Java ones, with the records taken apart as kernels.def says. */
final class NativeKernels implements Kernels {
    private final MethodHandle sparseProduct;
    private final MethodHandle sparseWeightGradient;
    private final MethodHandle denseProduct;
    private final MethodHandle denseTransposedProduct;
    private final MethodHandle denseWeightGradient;
    private final MethodHandle rowSums;
    private final MethodHandle activate;
    private final MethodHandle activationGradient;
    private final MethodHandle crossEntropy;
    private final MethodHandle squaredError;

    NativeKernels(NativeLibrary library) {
        sparseProduct = kernel(library, "sparse_product");
        sparseWeightGradient = kernel(library, "sparse_weight_gradient");
        denseProduct = kernel(library, "dense_product");
        denseTransposedProduct = kernel(library, "dense_transposed_product");
        denseWeightGradient = kernel(library, "dense_weight_gradient");
        rowSums = kernel(library, "row_sums");
        activate = kernel(library, "activate");
        activationGradient = kernel(library, "activation_gradient");
        crossEntropy = kernel(library, "cross_entropy");
        squaredError = kernel(library, "squared_error");
    }

    private static MethodHandle kernel(NativeLibrary library, String name) {
        MethodHandle kernel = library.kernels().get(name);
        if (kernel == null) {
            throw new IllegalStateException("the library has no kernel " + name + " among "
                    + library.kernels().keySet());
        }
        return kernel;
    }

    private static IllegalStateException failed(Throwable cause) {
        return new IllegalStateException("a native kernel could not be called", cause);
    }

    @Override
    public void sparseProduct(
            SparseMatrix matrix,
            Panel panel,
            long in,
            long out,
            long bias,
            Activation activation,
            long mask,
            boolean add,
            int from,
            int to) {
        try {
            sparseProduct.invokeExact(
                    matrix.rows(),
                    matrix.columns(),
                    matrix.rowStarts(),
                    matrix.columnIndices(),
                    matrix.values(),
                    panel.blocks(),
                    panel.width(),
                    in,
                    out,
                    bias,
                    activation.ordinal(),
                    mask,
                    add,
                    from,
                    to);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void sparseWeightGradient(
            SparseMatrix matrix, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        try {
            sparseWeightGradient.invokeExact(
                    matrix.rows(),
                    matrix.columns(),
                    matrix.rowStarts(),
                    matrix.columnIndices(),
                    panel.blocks(),
                    panel.width(),
                    outGradient,
                    in,
                    gradient,
                    from,
                    to);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void denseProduct(
            long weight,
            int rows,
            int columns,
            Panel panel,
            long in,
            long out,
            long bias,
            Activation activation,
            long mask,
            boolean add,
            int from,
            int to) {
        try {
            denseProduct.invokeExact(
                    weight,
                    rows,
                    columns,
                    panel.blocks(),
                    panel.width(),
                    in,
                    out,
                    bias,
                    activation.ordinal(),
                    mask,
                    add,
                    from,
                    to);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void denseTransposedProduct(
            long weight,
            int rows,
            int columns,
            Panel panel,
            long outGradient,
            long inGradient,
            long mask,
            boolean add,
            int from,
            int to) {
        try {
            denseTransposedProduct.invokeExact(
                    weight, rows, columns, panel.blocks(), panel.width(), outGradient, inGradient, mask, add, from, to);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void denseWeightGradient(
            int rows, int columns, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        try {
            denseWeightGradient.invokeExact(
                    rows, columns, panel.blocks(), panel.width(), outGradient, in, gradient, from, to);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void rowSums(int features, Panel panel, long plane, long out, int from, int to) {
        try {
            rowSums.invokeExact(features, panel.blocks(), panel.width(), plane, out, from, to);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void activate(Activation activation, long in, long out, long from, long to) {
        try {
            activate.invokeExact(activation.ordinal(), in, out, from, to);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void activationGradient(
            Activation activation, long in, long out, long outGradient, long inGradient, long from, long to) {
        try {
            activationGradient.invokeExact(activation.ordinal(), in, out, outGradient, inGradient, from, to);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void crossEntropy(
            int classes,
            Panel panel,
            int live,
            long logits,
            long labels,
            float smoothing,
            long losses,
            long gradient,
            int from,
            int to) {
        try {
            crossEntropy.invokeExact(
                    classes,
                    panel.blocks(),
                    panel.width(),
                    live,
                    logits,
                    labels,
                    smoothing,
                    losses,
                    gradient,
                    from,
                    to);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    @Override
    public void squaredError(
            int features,
            Panel panel,
            int live,
            long predictions,
            long targets,
            long losses,
            long gradient,
            int from,
            int to) {
        try {
            squaredError.invokeExact(
                    features, panel.blocks(), panel.width(), live, predictions, targets, losses, gradient, from, to);
        } catch (Throwable e) {
            throw failed(e);
        }
    }
}
