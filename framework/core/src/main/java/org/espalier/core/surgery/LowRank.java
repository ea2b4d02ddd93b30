package org.espalier.core.surgery;

/** The product of two narrow matrices, summed in double. */
public final class LowRank {
    private LowRank() {}

    /**
     * {@code up down}.
     *
     * @param up {@code [rows * rank]}, row by row
     * @param down {@code [rank * columns]}
     * @return {@code [rows * columns]}
     */
    public static float[] product(float[] up, float[] down, int rows, int rank, int columns) {
        double[] sums = product(wide(up), wide(down), rows, rank, columns);
        float[] values = new float[sums.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) sums[i];
        }
        return values;
    }

    /** As the other, of doubles. */
    static double[] product(double[] up, double[] down, int rows, int rank, int columns) {
        double[] sums = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < rank; k++) {
                double factor = up[row * rank + k];
                for (int column = 0; column < columns; column++) {
                    sums[row * columns + column] += factor * down[k * columns + column];
                }
            }
        }
        return sums;
    }

    private static double[] wide(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
