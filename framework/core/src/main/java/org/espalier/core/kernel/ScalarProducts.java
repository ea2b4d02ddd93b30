package org.espalier.core.kernel;

import static org.espalier.core.kernel.NativeMemory.bounded;
import static org.espalier.core.kernel.NativeMemory.getFloat;
import static org.espalier.core.kernel.NativeMemory.getInt;
import static org.espalier.core.kernel.NativeMemory.setFloat;

import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/**
 * Products of a matrix with a plane. The panel is taken in slabs of 8 positions: a slab of the input stays close to
 * the processor while all rows pass over it, and the 8 sums of an output row stay in registers. More of them in a method
 * would pass the number of nodes at which the just-in-time compiler stops to inline the accesses.
 */
final class ScalarProducts {
    /** Positions of a slab. */
    private static final int SLAB = 8;

    private ScalarProducts() {}

    /** See {@link org.espalier.api.backend.Kernels#sparseProduct}. */
    static void sparse(
            SparseMatrix matrix,
            Panel panel,
            long in,
            long out,
            long bias,
            Epilogue epilogue,
            long mask,
            boolean add,
            int from,
            int to) {
        long inBlock = 4L * panel.width() * matrix.columns();
        long outBlock = 4L * panel.width() * matrix.rows();
        int stride = 4 * panel.width();
        for (int block = 0; block < panel.blocks(); block++) {
            for (int slab = 0; slab < stride; slab += 4 * SLAB) {
                long input = in + block * inBlock + slab;
                for (int row = from; row < to; row++) {
                    long place = block * outBlock + (long) row * stride + slab;
                    start(out + place, bias == 0 ? 0f : getFloat(bias + 4L * row), add);
                    int first = getInt(matrix.rowStarts() + 4L * row);
                    int end = getInt(matrix.rowStarts() + 4L * row + 4);
                    addLinks(
                            matrix.columnIndices() + 4L * first,
                            matrix.values() + 4L * first,
                            end - first,
                            input,
                            stride,
                            out + place);
                    finish(out + place, epilogue, mask + place);
                }
            }
        }
    }

    /**
     * The product with a dense matrix, or with its transpose.
     *
     * @param rowStep floats from one row of the matrix to the next
     * @param columnStep floats from one column of the matrix to the next
     */
    static void dense(
            long weight,
            int rowStep,
            int columnStep,
            int rows,
            int columns,
            Panel panel,
            long in,
            long out,
            long bias,
            Epilogue epilogue,
            long mask,
            boolean add,
            int from,
            int to) {
        long inBlock = 4L * panel.width() * columns;
        long outBlock = 4L * panel.width() * rows;
        int stride = 4 * panel.width();
        for (int block = 0; block < panel.blocks(); block++) {
            for (int slab = 0; slab < stride; slab += 4 * SLAB) {
                long input = in + block * inBlock + slab;
                for (int row = from; row < to; row++) {
                    long place = block * outBlock + (long) row * stride + slab;
                    start(out + place, bias == 0 ? 0f : getFloat(bias + 4L * row), add);
                    addColumns(weight + 4L * row * rowStep, 4L * columnStep, columns, input, stride, out + place);
                    finish(out + place, epilogue, mask + place);
                }
            }
        }
    }

    private static void start(long out, float value, boolean add) {
        if (!add) {
            for (int p = 0; p < SLAB; p++) {
                setFloat(out + 4L * p, value);
            }
        }
    }

    private static void finish(long out, Epilogue epilogue, long mask) {
        if (epilogue == Epilogue.NONE) {
            return;
        }
        for (int p = 0; p < SLAB; p++) {
            float x = getFloat(out + 4L * p);
            boolean zero = epilogue.relu() && x <= 0f;
            boolean masked = epilogue != Epilogue.RELU && !(getFloat(mask + 4L * p) > 0f);
            setFloat(out + 4L * p, zero || masked ? 0f : x);
        }
    }

    private static void addLinks(long columns, long values, int count, long in, int stride, long out) {
        float a0 = getFloat(out);
        float a1 = getFloat(out + 4);
        float a2 = getFloat(out + 8);
        float a3 = getFloat(out + 12);
        float a4 = getFloat(out + 16);
        float a5 = getFloat(out + 20);
        float a6 = getFloat(out + 24);
        float a7 = getFloat(out + 28);
        for (int k = 0; k < count; k++) {
            long x = bounded(in + (long) getInt(columns + 4L * k) * stride);
            float w = getFloat(values + 4L * k);
            a0 = Math.fma(w, getFloat(x), a0);
            a1 = Math.fma(w, getFloat(x + 4), a1);
            a2 = Math.fma(w, getFloat(x + 8), a2);
            a3 = Math.fma(w, getFloat(x + 12), a3);
            a4 = Math.fma(w, getFloat(x + 16), a4);
            a5 = Math.fma(w, getFloat(x + 20), a5);
            a6 = Math.fma(w, getFloat(x + 24), a6);
            a7 = Math.fma(w, getFloat(x + 28), a7);
        }
        setFloat(out, a0);
        setFloat(out + 4, a1);
        setFloat(out + 8, a2);
        setFloat(out + 12, a3);
        setFloat(out + 16, a4);
        setFloat(out + 20, a5);
        setFloat(out + 24, a6);
        setFloat(out + 28, a7);
    }

    private static void addColumns(long weight, long weightStep, int count, long in, int stride, long out) {
        float a0 = getFloat(out);
        float a1 = getFloat(out + 4);
        float a2 = getFloat(out + 8);
        float a3 = getFloat(out + 12);
        float a4 = getFloat(out + 16);
        float a5 = getFloat(out + 20);
        float a6 = getFloat(out + 24);
        float a7 = getFloat(out + 28);
        for (int k = 0; k < count; k++) {
            long x = bounded(in + (long) k * stride);
            float w = getFloat(weight + k * weightStep);
            a0 = Math.fma(w, getFloat(x), a0);
            a1 = Math.fma(w, getFloat(x + 4), a1);
            a2 = Math.fma(w, getFloat(x + 8), a2);
            a3 = Math.fma(w, getFloat(x + 12), a3);
            a4 = Math.fma(w, getFloat(x + 16), a4);
            a5 = Math.fma(w, getFloat(x + 20), a5);
            a6 = Math.fma(w, getFloat(x + 24), a6);
            a7 = Math.fma(w, getFloat(x + 28), a7);
        }
        setFloat(out, a0);
        setFloat(out + 4, a1);
        setFloat(out + 8, a2);
        setFloat(out + 12, a3);
        setFloat(out + 16, a4);
        setFloat(out + 20, a5);
        setFloat(out + 24, a6);
        setFloat(out + 28, a7);
    }
}
