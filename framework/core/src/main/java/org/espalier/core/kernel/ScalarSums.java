package org.espalier.core.kernel;

import static org.espalier.core.kernel.NativeMemory.getFloat;
import static org.espalier.core.kernel.NativeMemory.getInt;
import static org.espalier.core.kernel.NativeMemory.setFloat;

import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;

/** Sums over positions in the order of the contract: 16 lanes and a fixed tree for a block, the blocks in order. */
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
            float sum = blockSum(first, stride);
            for (int block = 1; block < panel.blocks(); block++) {
                sum += blockSum(first + block * (long) stride * features, stride);
            }
            setFloat(out + 4L * row, sum);
        }
    }

    private static float dot(Panel panel, long a, long aBlock, long b, long bBlock) {
        float sum = blockDot(a, b, 4 * panel.width());
        for (int block = 1; block < panel.blocks(); block++) {
            sum += blockDot(a + block * aBlock, b + block * bBlock, 4 * panel.width());
        }
        return sum;
    }

    private static float blockDot(long a, long b, int bytes) {
        float a0 = 0f,
                a1 = 0f,
                a2 = 0f,
                a3 = 0f,
                a4 = 0f,
                a5 = 0f,
                a6 = 0f,
                a7 = 0f,
                a8 = 0f,
                a9 = 0f,
                a10 = 0f,
                a11 = 0f,
                a12 = 0f,
                a13 = 0f,
                a14 = 0f,
                a15 = 0f;
        for (int p = 0; p < bytes; p += 64) {
            long x = a + p;
            long y = b + p;
            a0 = Math.fma(getFloat(x), getFloat(y), a0);
            a1 = Math.fma(getFloat(x + 4), getFloat(y + 4), a1);
            a2 = Math.fma(getFloat(x + 8), getFloat(y + 8), a2);
            a3 = Math.fma(getFloat(x + 12), getFloat(y + 12), a3);
            a4 = Math.fma(getFloat(x + 16), getFloat(y + 16), a4);
            a5 = Math.fma(getFloat(x + 20), getFloat(y + 20), a5);
            a6 = Math.fma(getFloat(x + 24), getFloat(y + 24), a6);
            a7 = Math.fma(getFloat(x + 28), getFloat(y + 28), a7);
            a8 = Math.fma(getFloat(x + 32), getFloat(y + 32), a8);
            a9 = Math.fma(getFloat(x + 36), getFloat(y + 36), a9);
            a10 = Math.fma(getFloat(x + 40), getFloat(y + 40), a10);
            a11 = Math.fma(getFloat(x + 44), getFloat(y + 44), a11);
            a12 = Math.fma(getFloat(x + 48), getFloat(y + 48), a12);
            a13 = Math.fma(getFloat(x + 52), getFloat(y + 52), a13);
            a14 = Math.fma(getFloat(x + 56), getFloat(y + 56), a14);
            a15 = Math.fma(getFloat(x + 60), getFloat(y + 60), a15);
        }
        a0 += a8;
        a1 += a9;
        a2 += a10;
        a3 += a11;
        a4 += a12;
        a5 += a13;
        a6 += a14;
        a7 += a15;
        return ((a0 + a4) + (a2 + a6)) + ((a1 + a5) + (a3 + a7));
    }

    private static float blockSum(long plane, int bytes) {
        float a0 = 0f,
                a1 = 0f,
                a2 = 0f,
                a3 = 0f,
                a4 = 0f,
                a5 = 0f,
                a6 = 0f,
                a7 = 0f,
                a8 = 0f,
                a9 = 0f,
                a10 = 0f,
                a11 = 0f,
                a12 = 0f,
                a13 = 0f,
                a14 = 0f,
                a15 = 0f;
        for (int p = 0; p < bytes; p += 64) {
            long x = plane + p;
            a0 += getFloat(x);
            a1 += getFloat(x + 4);
            a2 += getFloat(x + 8);
            a3 += getFloat(x + 12);
            a4 += getFloat(x + 16);
            a5 += getFloat(x + 20);
            a6 += getFloat(x + 24);
            a7 += getFloat(x + 28);
            a8 += getFloat(x + 32);
            a9 += getFloat(x + 36);
            a10 += getFloat(x + 40);
            a11 += getFloat(x + 44);
            a12 += getFloat(x + 48);
            a13 += getFloat(x + 52);
            a14 += getFloat(x + 56);
            a15 += getFloat(x + 60);
        }
        a0 += a8;
        a1 += a9;
        a2 += a10;
        a3 += a11;
        a4 += a12;
        a5 += a13;
        a6 += a14;
        a7 += a15;
        return ((a0 + a4) + (a2 + a6)) + ((a1 + a5) + (a3 + a7));
    }
}
