package org.espalier.plugins.transforms;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.decomposition.svd.SvdImplicitQrDecompose_DDRM;
import org.espalier.api.EspalierException;

/**
 * The singular value decomposition of a matrix, W = U S V', the largest values first.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 * @param left {@code [rows * all]}, row by row, where all is the smaller of rows and columns
 * @param values {@code [all]}, falling
 * @param right {@code [all * columns]}: V'
 */
record Singular(int rows, int columns, double[] left, double[] values, double[] right) {
    /**
     * @param matrix {@code [rows * columns]}, row by row, finite
     * @param name for messages
     */
    static Singular of(double[] matrix, int rows, int columns, String name) {
        SvdImplicitQrDecompose_DDRM svd = new SvdImplicitQrDecompose_DDRM(true, true, true, false);
        if (!svd.decompose(DMatrixRMaj.wrap(rows, columns, matrix.clone()))) {
            throw new EspalierException(
                    "The singular values of " + name + " were not found: the iteration does not end.");
        }
        int all = Math.min(rows, columns);
        DMatrixRMaj u = svd.getU(new DMatrixRMaj(rows, all), false);
        DMatrixRMaj v = svd.getV(new DMatrixRMaj(all, columns), true);
        double[] values = svd.getSingularValues().clone();
        SingularOps_DDRM.descendingOrder(u, false, values, all, v, true);
        return new Singular(rows, columns, u.getData(), values, v.getData());
    }

    /** The least rank whose squared values have a share of the sum of all; at least 1. */
    int rank(double share) {
        double all = 0;
        for (double value : values) {
            all += value * value;
        }
        double sum = 0;
        int rank = 0;
        while (rank < values.length && (rank == 0 || sum < share * all)) {
            sum += values[rank] * values[rank];
            rank++;
        }
        return rank;
    }

    /** {@code [rows * rank]}: columns of U times the roots of their values. */
    float[] up(int rank) {
        float[] up = new float[rows * rank];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < rank; k++) {
                up[row * rank + k] = (float) (left[row * values.length + k] * Math.sqrt(values[k]));
            }
        }
        return up;
    }

    /** {@code [rank * columns]}: rows of V' times the roots of their values. */
    float[] down(int rank) {
        float[] down = new float[rank * columns];
        for (int k = 0; k < rank; k++) {
            for (int column = 0; column < columns; column++) {
                down[k * columns + column] = (float) (right[k * columns + column] * Math.sqrt(values[k]));
            }
        }
        return down;
    }
}
