package org.espalier.core.operation;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.SparseWeight;

/** How many links have lanes at a time, where input and weight gradients are computed together column by column. */
final class LinkLanes {
    /** Bytes of the 16 lanes of a link. */
    static final long BYTES = 64;
    /** Links whose lanes stay in the first cache, beside a few rows of a plane. */
    private static final int MOST = 256;

    private LinkLanes() {}

    /** Computes both gradients of the columns from … to - 1 in a block of positions, with fresh lanes. */
    @FunctionalInterface
    interface Columns {
        void run(SparseMatrix transposed, int block, long lanes, int from, int to);
    }

    /**
     * Computes both gradients of the columns from … to - 1, and leaves the sums of the lanes as the weight's gradient.
     *
     * @param scratch room for {@link #bytes}
     */
    static void walk(Kernels kernels, SparseWeight weight, int blocks, long scratch, int from, int to, Columns both) {
        SparseMatrix links = weight.transposed();
        for (int column = from; column < to; ) {
            int end = end(links, column, to);
            int first = NativeMemory.getInt(links.rowStarts() + 4L * column);
            long numbers = weight.transposedNumbers() + 4L * first;
            for (int block = 0; block < blocks; block++) {
                both.run(links, block, scratch, column, end);
                kernels.laneSums(scratch, links(links, column, end), numbers, block > 0, weight.gradient());
            }
            column = end;
        }
    }

    /** Where the columns end that are taken together, from one on: with few links, or one column alone. */
    private static int end(SparseMatrix transposed, int column, int to) {
        int end = column + 1;
        while (end < to && links(transposed, column, end + 1) <= MOST) {
            end++;
        }
        return end;
    }

    /** Bytes for the lanes of columns that are taken together, whichever they are. */
    static long bytes(SparseMatrix transposed) {
        int most = MOST;
        for (int column = 0; column < transposed.rows(); column++) {
            most = Math.max(most, links(transposed, column, column + 1));
        }
        return BYTES * most;
    }

    /** How many links the columns from … to - 1 have. */
    static int links(SparseMatrix transposed, int from, int to) {
        return NativeMemory.getInt(transposed.rowStarts() + 4L * to)
                - NativeMemory.getInt(transposed.rowStarts() + 4L * from);
    }
}
