package org.espalier.core.operation;

import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.TileKernels;
import org.espalier.core.kernel.NativeMemory;

/** Scratch for the lanes of some links of each chunk, whose input and weight gradients are computed together. */
final class LinkLanes implements AutoCloseable {
    private static final int BYTES = 64;
    /** Links whose lanes stay in the first cache, beside a few rows of a plane. */
    private static final int MOST = 256;

    private NativeMemory memory = new NativeMemory();

    /** Where the columns end that are taken together, from one on: with few links, or one column alone. */
    static int end(SparseMatrix transposed, int column, int to) {
        int first = NativeMemory.getInt(transposed.rowStarts() + 4L * column);
        int end = column + 1;
        while (end < to && NativeMemory.getInt(transposed.rowStarts() + 4L * end + 4) - first <= MOST) {
            end++;
        }
        return end;
    }

    /**
     * Scratch for each chunk.
     *
     * @param shared what all passes share, taken where it is enough
     */
    long[] of(long[] shared, SparseMatrix transposed) {
        int most = MOST;
        for (int column = 0; column < transposed.rows(); column++) {
            int first = NativeMemory.getInt(transposed.rowStarts() + 4L * column);
            most = Math.max(most, NativeMemory.getInt(transposed.rowStarts() + 4L * column + 4) - first);
        }
        memory.close();
        memory = new NativeMemory();
        if (most <= TileKernels.LANE_LINKS) {
            return shared;
        }
        long[] own = new long[shared.length];
        for (int chunk = 0; chunk < own.length; chunk++) {
            own[chunk] = memory.allocate((long) BYTES * most);
        }
        return own;
    }

    @Override
    public void close() {
        memory.close();
    }
}
