package org.espalier.core.kernel;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.graph.Activation;

/**
 * The kernels in plain Java: the reference every other backend equals bit by bit, and what runs where the Vector API is
 * not available.
 */
public final class ScalarKernels implements Kernels {
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
        Epilogue epilogue = Epilogue.of(activation, mask);
        ScalarProducts.sparse(matrix, panel, in, out, bias, epilogue, mask, add, from, to);
    }

    @Override
    public void sparseWeightGradient(
            SparseMatrix matrix, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        ScalarSums.sparseWeightGradient(matrix, panel, outGradient, in, gradient, from, to);
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
        Epilogue epilogue = Epilogue.of(activation, mask);
        ScalarProducts.dense(weight, columns, 1, rows, columns, panel, in, out, bias, epilogue, mask, add, from, to);
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
        Epilogue epilogue = Epilogue.of(Activation.NONE, mask);
        ScalarProducts.dense(
                weight, 1, columns, columns, rows, panel, outGradient, inGradient, 0, epilogue, mask, add, from, to);
    }

    @Override
    public void denseWeightGradient(
            int rows, int columns, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        ScalarSums.denseWeightGradient(rows, columns, panel, outGradient, in, gradient, from, to);
    }

    @Override
    public void rowSums(int features, Panel panel, long plane, long out, int from, int to) {
        ScalarSums.rowSums(features, panel, plane, out, from, to);
    }

    @Override
    public void activate(Activation activation, long in, long out, long from, long to) {
        ScalarElementwise.activate(activation, in, out, from, to);
    }

    @Override
    public void activationGradient(
            Activation activation, long in, long out, long outGradient, long inGradient, long from, long to) {
        ScalarElementwise.activationGradient(activation, in, out, outGradient, inGradient, from, to);
    }
}
