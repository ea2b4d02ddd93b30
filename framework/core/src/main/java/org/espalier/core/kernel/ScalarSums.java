package org.espalier.core.kernel;

import static org.espalier.core.kernel.NativeMemory.bounded;
import static org.espalier.core.kernel.NativeMemory.getFloat;
import static org.espalier.core.kernel.NativeMemory.getInt;
import static org.espalier.core.kernel.NativeMemory.setFloat;

import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/**
 * Sums over positions in the order of the contract: 16 lanes and a fixed tree for a block, the blocks in order. The
 * accesses stand once in the code (a loop of two turns instead of two calls), for the compiler inlines some 25 of them.
 */
final class ScalarSums {
    private ScalarSums() {}

    /** See {@link org.espalier.api.backend.Kernels#sparseWeightGradient}. */
    static void sparseWeightGradient(
            SparseMatrix matrix, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        int stride = 4 * panel.width();
        for (int row = from; row < to; row++) {
            int end = getInt(matrix.rowStarts() + 4L * row + 4);
            for (int k = getInt(matrix.rowStarts() + 4L * row); k < end; k++) {
                long column = getInt(matrix.columnIndices() + 4L * k);
                float sum = dot(
                        panel,
                        outGradient + row * (long) stride,
                        (long) stride * matrix.rows(),
                        in + column * stride,
                        (long) stride * matrix.columns());
                setFloat(gradient + 4L * k, sum);
            }
        }
    }

    /** See {@link org.espalier.api.backend.Kernels#denseWeightGradient}. */
    static void denseWeightGradient(
            int rows, int columns, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        int stride = 4 * panel.width();
        for (int row = from; row < to; row++) {
            long out = gradient + 4L * (row - from) * columns;
            for (int column = 0; column < columns; column++) {
                float sum = dot(
                        panel,
                        outGradient + row * (long) stride,
                        (long) stride * rows,
                        in + column * (long) stride,
                        (long) stride * columns);
                setFloat(out + 4L * column, sum);
            }
        }
    }

    /** See {@link org.espalier.api.backend.Kernels#rowSums}. */
    static void rowSums(int features, Panel panel, long plane, long out, int from, int to) {
        int stride = 4 * panel.width();
        for (int row = from; row < to; row++) {
            long first = plane + (long) row * stride;
            float sum = 0f;
            for (int block = 0; block < panel.blocks(); block++) {
                float part = blockSum(first + block * (long) stride * features, stride);
                sum = block == 0 ? part : sum + part;
            }
            setFloat(out + 4L * row, sum);
        }
    }

    private static float dot(Panel panel, long a, long aBlock, long b, long bBlock) {
        float sum = 0f;
        for (int block = 0; block < panel.blocks(); block++) {
            float part = blockDot(a + block * aBlock, b + block * bBlock, 4 * panel.width());
            sum = block == 0 ? part : sum + part;
        }
        return sum;
    }

    private static float blockDot(long a, long b, int bytes) {
        float sum = 0f;
        for (int lane = 0; lane < 8; lane += 4) {
            float part = everySecondLane(a + lane, b + lane, bytes);
            sum = lane == 0 ? part : sum + part;
        }
        return sum;
    }

    /** Lanes 0, 2, 4, … and their part of the tree: 8 chains hide the latency of fma. */
    private static float everySecondLane(long a, long b, int bytes) {
        float s0 = 0f, s2 = 0f, s4 = 0f, s6 = 0f, s8 = 0f, s10 = 0f, s12 = 0f, s14 = 0f;
        for (int p = 0; p < bytes; p += 64) {
            long x = bounded(a + p);
            long y = bounded(b + p);
            s0 = Math.fma(getFloat(x), getFloat(y), s0);
            s2 = Math.fma(getFloat(x + 8), getFloat(y + 8), s2);
            s4 = Math.fma(getFloat(x + 16), getFloat(y + 16), s4);
            s6 = Math.fma(getFloat(x + 24), getFloat(y + 24), s6);
            s8 = Math.fma(getFloat(x + 32), getFloat(y + 32), s8);
            s10 = Math.fma(getFloat(x + 40), getFloat(y + 40), s10);
            s12 = Math.fma(getFloat(x + 48), getFloat(y + 48), s12);
            s14 = Math.fma(getFloat(x + 56), getFloat(y + 56), s14);
        }
        return ((s0 + s8) + (s4 + s12)) + ((s2 + s10) + (s6 + s14));
    }

    private static float blockSum(long plane, int bytes) {
        return everySecondLane(plane, bytes) + everySecondLane(plane + 4, bytes);
    }

    private static float everySecondLane(long plane, int bytes) {
        float s0 = 0f, s2 = 0f, s4 = 0f, s6 = 0f, s8 = 0f, s10 = 0f, s12 = 0f, s14 = 0f;
        for (int p = 0; p < bytes; p += 64) {
            long x = bounded(plane + p);
            s0 += getFloat(x);
            s2 += getFloat(x + 8);
            s4 += getFloat(x + 16);
            s6 += getFloat(x + 24);
            s8 += getFloat(x + 32);
            s10 += getFloat(x + 40);
            s12 += getFloat(x + 48);
            s14 += getFloat(x + 56);
        }
        return ((s0 + s8) + (s4 + s12)) + ((s2 + s10) + (s6 + s14));
    }
}
