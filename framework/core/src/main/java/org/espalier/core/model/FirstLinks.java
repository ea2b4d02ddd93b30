package org.espalier.core.model;

import org.espalier.api.MatrixShape;
import org.espalier.api.graph.StartValue;
import org.espalier.api.graph.WeightLinks;

/**
 * The links a weight starts with. The fan-in of a sparse weight is the mean number of links of an output, which keeps the
 * variance of activations at any sparsity.
 */
public final class FirstLinks implements WeightLinks {
    private final MatrixShape shape;
    private final double density;
    /** Links of each output; none for a dense weight. */
    private final int[] counts;

    private FirstLinks(MatrixShape shape, double density, int... counts) {
        this.shape = shape;
        this.density = density;
        this.counts = counts;
    }

    /** All positions. */
    public static FirstLinks all(MatrixShape shape) {
        return new FirstLinks(shape, 1);
    }

    /**
     * Some positions.
     *
     * @param positions row times columns plus column
     */
    public static FirstLinks of(MatrixShape shape, long... positions) {
        int[] counts = new int[shape.rows()];
        for (long position : positions) {
            counts[(int) (position / shape.columns())]++;
        }
        return new FirstLinks(shape, (double) positions.length / shape.positions(), counts);
    }

    @Override
    public MatrixShape shape() {
        return shape;
    }

    @Override
    public int count(int row) {
        return counts.length == 0 ? shape.columns() : counts[row];
    }

    @Override
    public double fanIn() {
        return Math.max(1, shape.columns() * density);
    }

    @Override
    public double fanOut() {
        return Math.max(1, (double) shape.rows() * shape.taps() * density);
    }

    @Override
    public boolean dense() {
        return density == 1;
    }

    /** The first values at some positions. */
    float[] values(StartValue start, long... positions) {
        float[] values = new float[positions.length];
        for (int k = 0; k < values.length; k++) {
            int row = (int) (positions[k] / shape.columns());
            values[k] = (float) start.at(row, (int) (positions[k] - position(row, 0)));
        }
        return values;
    }

    /** The first values of all links of a row of a dense weight. */
    float[] row(StartValue start, int row) {
        float[] values = new float[shape.columns()];
        for (int c = 0; c < values.length; c++) {
            values[c] = (float) start.at(row, c);
        }
        return values;
    }
}
