package org.espalier.core.graph;

import org.espalier.api.backend.SparseMatrix;
import org.espalier.core.kernel.NativeMemory;

/** Divides work into chunks that threads claim. */
public final class Chunks {
    /** Chunks of one product: enough to even out, few enough to cost nothing. */
    private static final int PER_PRODUCT = 12;

    private Chunks() {}

    /** Equal ranges of [0, size), aligned to {@code step}: {@code [chunks + 1]} bounds. */
    public static int[] even(int size, int step) {
        int units = (size + step - 1) / step;
        int chunks = Math.max(1, Math.min(PER_PRODUCT, units));
        int[] bounds = new int[chunks + 1];
        for (int c = 0; c <= chunks; c++) {
            bounds[c] = (int) Math.min(size, (long) units * c / chunks * step);
        }
        return bounds;
    }

    /** Ranges of rows with about equal work: links, and a little for each row. */
    public static int[] byLinks(SparseMatrix matrix) {
        return byLinks(matrix, PER_PRODUCT);
    }

    /** As many ranges of rows, or as there are rows, with about equal work. */
    public static int[] byLinks(SparseMatrix matrix, int parts) {
        int rows = matrix.rows();
        int chunks = Math.max(1, Math.min(parts, rows));
        long rowCost = 4;
        long total = matrix.links() + rowCost * rows;
        int[] bounds = new int[chunks + 1];
        int row = 0;
        for (int c = 1; c < chunks; c++) {
            long wanted = total * c / chunks;
            while (row < rows && NativeMemory.getInt(matrix.rowStarts() + 4L * row) + rowCost * row < wanted) {
                row++;
            }
            bounds[c] = row;
        }
        bounds[chunks] = rows;
        return bounds;
    }
}
