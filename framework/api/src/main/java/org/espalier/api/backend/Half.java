package org.espalier.api.backend;

/** Values rounded to bfloat16, for the reference readings of {@link HalfKernels}. Nothing is checked. */
final class Half {
    private static final int QUIET = 0x40;

    private Half() {}

    /** The 16 bits nearest to the bits of a float, ties to even; NaN stays NaN. */
    static int of(int bits) {
        int upper = bits >>> 16;
        if ((bits & 0x7fffffff) > 0x7f800000) {
            return upper | QUIET;
        }
        return bits + 0x7fff + (upper & 1) >>> 16;
    }

    /** The value at a position of a row. */
    static float at(long row, int position) {
        int word = Address.getInt(row + 64L * (position / 32) + 4L * (position % 16));
        return Float.intBitsToFloat((position & 16) == 0 ? word << 16 : word & 0xffff0000);
    }

    /** The links of a row times their columns at a position, by fma, added to a sum that was begun. */
    static float chain(SparseMatrix matrix, int row, long in, long stride, int position, float begun) {
        float sum = begun;
        int end = Address.getInt(matrix.rowStarts() + 4L * row + 4);
        for (int k = Address.getInt(matrix.rowStarts() + 4L * row); k < end; k++) {
            long x = in + stride * Address.getInt(matrix.columnIndices() + 4L * k);
            sum = Math.fma(Address.getFloat(matrix.values() + 4L * k), at(x, position), sum);
        }
        return sum;
    }

    /** One of the 16 lanes of the product of a row of floats and one of halves, added to what was begun. */
    static float lane(long floats, long halves, int width, int lane, float begun) {
        float sum = begun;
        for (int p = lane; p < width; p += 16) {
            sum = Math.fma(Address.getFloat(floats + 4L * p), at(halves, p), sum);
        }
        return sum;
    }

    /** The product of a row of floats and one of halves: the fixed tree over its 16 lanes. */
    static float dot(long floats, long halves, int width) {
        float even = quarter(floats, halves, width, 0) + quarter(floats, halves, width, 2);
        float odd = quarter(floats, halves, width, 1) + quarter(floats, halves, width, 3);
        return even + odd;
    }

    private static float quarter(long floats, long halves, int width, int l) {
        return (lane(floats, halves, width, l, 0f) + lane(floats, halves, width, l + 8, 0f))
                + (lane(floats, halves, width, l + 4, 0f) + lane(floats, halves, width, l + 12, 0f));
    }
}
