package org.espalier.plugins.transforms;

import java.util.BitSet;
import org.espalier.api.MatrixShape;
import org.espalier.api.score.Pattern;

/**
 * Prunes rows of a weight column by column. With U' U = H⁻¹, the links of a block of columns are ranked by w² / U[j][j]², with what
 * w has become until then. Then for each column j of the block, from left to right, what a row loses, err = (w - kept w) / U[j][j],
 * is taken from what comes after it: w[l] -= err U[j][l] for all l from j on.
 *
 * @param firstRow the first of the rows
 * @param rows how many
 */
record ColumnPruning(SpreadWeight weight, int firstRow, int rows, InverseFactor factor) {
    /**
     * @param sparsity share of the links of a block that go
     * @param block input channels of a block
     * @param kept gets the positions of the links that stay
     */
    void prune(Pattern pattern, double sparsity, int block, BitSet kept) {
        int columns = weight.shape().columns();
        int width = (int) Math.min(columns, (long) block * weight.shape().taps());
        double[] errors = new double[rows * width];
        for (int first = 0; first < columns; first += width) {
            int end = Math.min(columns, first + width);
            BitSet mask = mask(pattern, sparsity, first, end);
            for (int column = first; column < end; column++) {
                prune(column, first, end, mask, kept, errors);
            }
            passOn(first, end, errors);
        }
    }

    /** Which links of a block stay: row by row, column by column. */
    private BitSet mask(Pattern pattern, double sparsity, int first, int end) {
        int width = end - first;
        MatrixShape whole = weight.shape();
        MatrixShape shape = new MatrixShape(whole.name(), rows, width, whole.kernel());
        float[] scores = new float[rows * width];
        for (int i = 0; i < scores.length; i++) {
            int column = first + i % width;
            int position = position(i / width, column);
            double scaled = weight.values()[position] / factor.at(column, column);
            scores[i] = weight.stored().get(position) ? (float) (scaled * scaled) : SpreadWeight.NO_LINK;
        }
        int links = scores.length - SpreadWeight.share(sparsity, scores.length);
        return SpreadWeight.best(pattern, shape, links, scores);
    }

    private void prune(int column, int first, int end, BitSet mask, BitSet kept, double[] errors) {
        int width = end - first;
        double[] values = weight.values();
        for (int row = 0; row < rows; row++) {
            int position = position(row, column);
            int place = row * width + column - first;
            if (mask.get(place) && weight.stored().get(position)) {
                kept.set(position);
                errors[place] = 0;
                continue;
            }
            double error = values[position] / factor.at(column, column);
            errors[place] = error;
            values[position] = 0;
            for (int later = column + 1; later < end; later++) {
                values[position + later - column] -= error * factor.at(column, later);
            }
        }
    }

    /** Makes up for a block in all columns after it. */
    private void passOn(int first, int end, double[] errors) {
        int columns = weight.shape().columns();
        double[] values = weight.values();
        for (int row = 0; row < rows; row++) {
            int start = position(row, 0);
            for (int column = first; column < end; column++) {
                double error = errors[row * (end - first) + column - first];
                for (int later = end; error != 0 && later < columns; later++) {
                    values[start + later] -= error * factor.at(column, later);
                }
            }
        }
    }

    private int position(int row, int column) {
        return (firstRow + row) * weight.shape().columns() + column;
    }
}
