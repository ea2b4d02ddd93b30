package org.espalier.api.backend;

/** Values rounded to bfloat16, for the reference readings of {@link Bf16Kernels}. Nothing is checked. */
final class Bf16 {
    private static final int QUIET = 0x40;

    private Bf16() {}

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

    /** Sets a row of so many floats to a value. */
    static void fill(long floats, int width, float value) {
        for (int p = 0; p < width; p++) {
            Address.setFloat(floats + 4L * p, value);
        }
    }

    /** Adds the multiple of a row of bfloat16 to one of floats, by fma. */
    static void add(float value, long bf16, int width, long floats) {
        for (int p = 0; p < width; p++) {
            long place = floats + 4L * p;
            Address.setFloat(place, Math.fma(value, at(bf16, p), Address.getFloat(place)));
        }
    }

    /**
     * Activation, then mask, of a row of floats.
     *
     * @param mask where it is not greater than 0, the result is +0; 0: there is none
     */
    static void finish(long floats, int width, boolean relu, long mask) {
        for (int p = 0; p < width; p++) {
            long place = floats + 4L * p;
            boolean negative = relu && Address.getFloat(place) <= 0;
            if (negative || mask != 0 && !(Address.getFloat(mask + 4L * p) > 0)) {
                Address.setFloat(place, 0f);
            }
        }
    }

    /** One of the 16 lanes of the product of a row of floats and one of bfloat16, added to what was begun. */
    static float lane(long floats, long bf16, int width, int lane, float begun) {
        float sum = begun;
        for (int p = lane; p < width; p += 16) {
            sum = Math.fma(Address.getFloat(floats + 4L * p), at(bf16, p), sum);
        }
        return sum;
    }

    /** The product of a row of floats and one of bfloat16: the fixed tree over its 16 lanes. */
    static float dot(long floats, long bf16, int width) {
        float even = quarter(floats, bf16, width, 0) + quarter(floats, bf16, width, 2);
        float odd = quarter(floats, bf16, width, 1) + quarter(floats, bf16, width, 3);
        return even + odd;
    }

    private static float quarter(long floats, long bf16, int width, int l) {
        return (lane(floats, bf16, width, l, 0f) + lane(floats, bf16, width, l + 8, 0f))
                + (lane(floats, bf16, width, l + 4, 0f) + lane(floats, bf16, width, l + 12, 0f));
    }
}
