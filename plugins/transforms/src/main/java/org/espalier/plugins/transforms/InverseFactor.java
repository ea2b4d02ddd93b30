package org.espalier.plugins.transforms;

import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_DDRM;

/**
 * The upper triangular U with positive diagonal and U' U = H⁻¹. With the order of rows and columns of H turned round, to G, and
 * G = L L', it is L⁻¹ turned round: one factorisation, and the inverse itself is never formed.
 *
 * @param size rows and columns
 * @param values {@code [size * size]}, row by row
 */
record InverseFactor(int size, double[] values) {
    /**
     * @param matrix {@code [size * size]}, symmetric; of the lower triangle nothing is read
     * @return empty when the matrix is not positive definite
     */
    static Optional<InverseFactor> of(double[] matrix, int size) {
        double[] turned = turned(matrix, size);
        CholeskyDecompositionInner_DDRM cholesky = new CholeskyDecompositionInner_DDRM(true);
        if (!cholesky.decompose(DMatrixRMaj.wrap(size, size, turned))) {
            return Optional.empty();
        }
        double[] lower = cholesky.getT(new DMatrixRMaj(size, size)).getData();
        TriangularSolver_DDRM.invertLower(lower, size);
        return Optional.of(new InverseFactor(size, turned(lower, size)));
    }

    /** With rows and columns in the opposite order. */
    private static double[] turned(double[] matrix, int size) {
        double[] turned = new double[size * size];
        for (int i = 0; i < turned.length; i++) {
            turned[i] = matrix[turned.length - 1 - i];
        }
        return turned;
    }

    double at(int row, int column) {
        return values[row * size + column];
    }
}
