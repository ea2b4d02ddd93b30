package org.espalier.core.operation;

import org.espalier.api.backend.SparseMatrix;
import org.espalier.core.kernel.NativeMemory;

/** How many links have lanes at a time, where input and weight gradients are computed together column by column. */
final class LinkLanes {
    /** Bytes of the 16 lanes of a link. */
    static final long BYTES = 64;
    /** Links whose lanes stay in the first cache, beside a few rows of a plane. */
    private static final int MOST = 256;

    private LinkLanes() {}

    /** Where the columns end that are taken together, from one on: with few links, or one column alone. */
    static int end(SparseMatrix transposed, int column, int to) {
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
