package org.espalier.core.operation;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.graph.Activation;
import org.espalier.core.kernel.NativeMemory;

/**
 * Products of a dense matrix with tiles, in an order in which some rows of the matrix stay close to the processor while a few
 * tiles pass.
 */
final class DenseTiles {
    private static final int ROWS = 64;
    private static final int TILES = 4;

    private final Kernels kernels;
    private final Panel panel;
    private final int rows;

    /**
     * @param rows of the matrix
     */
    DenseTiles(Kernels kernels, Panel panel, int rows) {
        this.kernels = kernels;
        this.panel = panel;
        this.rows = rows;
    }

    /**
     * A matrix and what its products are made with.
     *
     * @param values address of {@code float[rows][count]}
     * @param count columns of the matrix
     * @param columns address of {@code int[count]}: which feature of the input each column is
     * @param plain whether they are the features 0, 1, …
     */
    record Matrix(long values, int count, long columns, boolean plain, long bias, Activation activation, boolean add) {}

    /**
     * The products of the tiles and rows from … to - 1.
     *
     * @param in address of {@code long[]}, the addresses of the input tiles; so for out and masks, where there are some
     */
    void multiply(Matrix matrix, long in, long out, long masks, int from, int to, int rowFrom, int rowTo) {
        for (int first = from; first < to; first += TILES) {
            int end = Math.min(to, first + TILES);
            for (int row = rowFrom; row < rowTo; row += ROWS) {
                int last = Math.min(rowTo, row + ROWS);
                for (int tile = first; tile < end; tile++) {
                    long mask = masks == 0 ? 0 : NativeMemory.getLong(masks + 8L * tile);
                    long x = NativeMemory.getLong(in + 8L * tile);
                    long y = NativeMemory.getLong(out + 8L * tile);
                    multiply(matrix, x, y, mask, row, last);
                }
            }
        }
    }

    private void multiply(Matrix m, long in, long out, long mask, int from, int to) {
        if (m.plain) {
            kernels.denseProduct(m.values, rows, m.count, panel, in, out, m.bias, m.activation, mask, m.add, from, to);
        } else {
            kernels.gatheredProduct(
                    m.values, m.count, m.columns, panel.width(), in, out, m.bias, m.activation, mask, m.add, from, to);
        }
    }
}
