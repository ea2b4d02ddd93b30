package org.espalier.core.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.espalier.api.EspalierException;
import org.espalier.api.loop.InputStatistics;
import org.espalier.core.operation.Product;
import org.espalier.core.operation.ProductColumns;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;

/**
 * Sums over positions of what the columns of a weight multiply. Positions are added one after the other, and a sum has one
 * thread: the number of threads does not matter.
 */
final class InputSums implements Work {
    /** Enough for threads to share evenly. */
    private static final int CHUNKS = 12;

    private final Product product;
    private final WorkerPool pool;
    private final ProductColumns inputs;
    private final int columns;
    private final int chunks;
    private final double[][] squares;
    /** The lower triangles; of no group when they are not wanted. */
    private final double[][] gram;
    /** {@code [lanes][columns]} */
    private final double[] staged;

    private final int[] lanes;
    private int count;
    private int group;
    private long positions;

    InputSums(Product product, Program program, boolean gram, WorkerPool pool) {
        this.product = product;
        this.pool = pool;
        this.inputs = new ProductColumns(product, program.plane(product.input()));
        this.columns = product.shape().columns();
        this.chunks = Math.min(CHUNKS, columns);
        this.squares = new double[product.groups()][columns];
        this.gram = gram ? new double[product.groups()][columns * columns] : new double[0][];
        this.lanes = new int[inputs.lanes()];
        this.staged = new double[lanes.length * columns];
    }

    /**
     * Adds the examples of a batch.
     *
     * @param live how many there are
     * @param counts whether the example at a place of the batch is added
     */
    void add(int live, IntPredicate counts) {
        for (int first = 0; first < live; first += lanes.length) {
            count = 0;
            for (int lane = 0; lane < Math.min(lanes.length, live - first); lane++) {
                if (counts.test(first + lane)) {
                    lanes[count++] = lane;
                }
            }
            for (int position = 0; position < inputs.positions(); position++) {
                add(first / lanes.length, position);
            }
        }
    }

    private void add(int block, int position) {
        positions += count;
        for (group = 0; group < squares.length; group++) {
            inputs.read(block, position, group, lanes, count, staged);
            if (gram.length == 0) {
                addSquares();
            } else {
                pool.run(this, chunks);
            }
        }
    }

    private void addSquares() {
        double[] sums = squares[group];
        for (int i = 0; i < count; i++) {
            for (int column = 0; column < columns; column++) {
                double value = staged[i * columns + column];
                sums[column] += value * value;
            }
        }
    }

    /** Adds products to some rows of the lower triangle. */
    @Override
    public void run(int chunk) {
        double[] sums = gram[group];
        // A row of a triangle is as long as its number, so that each chunk takes every so-manieth.
        for (int row = chunk; row < columns; row += chunks) {
            for (int i = 0; i < count; i++) {
                double value = staged[i * columns + row];
                if (value != 0) {
                    addTo(sums, row, value, i * columns);
                }
            }
        }
    }

    private void addTo(double[] sums, int row, double value, int from) {
        int at = row * columns;
        for (int column = 0; column <= row; column++) {
            sums[at + column] += value * staged[from + column];
        }
    }

    /**
     * The sums.
     *
     * @throws EspalierException when they are not finite, or nothing was added
     */
    InputStatistics statistics() {
        if (positions == 0) {
            throw new EspalierException("No training example that has a label comes into "
                    + product.shape().name() + ".");
        }
        for (int g = 0; g < gram.length; g++) {
            mirror(gram[g], squares[g]);
        }
        for (double[] sums : squares) {
            for (int column = 0; column < columns; column++) {
                if (!Double.isFinite(sums[column])) {
                    throw new EspalierException("What column " + column + " of "
                            + product.shape().name() + " multiplies is not finite: its squares sum to " + sums[column]
                            + ".");
                }
            }
        }
        return new InputStatistics(positions, List.copyOf(Arrays.asList(squares)), List.copyOf(Arrays.asList(gram)));
    }

    private void mirror(double[] sums, double[] diagonal) {
        for (int row = 0; row < columns; row++) {
            diagonal[row] = sums[row * columns + row];
            for (int column = 0; column < row; column++) {
                sums[column * columns + row] = sums[row * columns + column];
            }
        }
    }
}
