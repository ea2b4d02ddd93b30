package org.espalier.api.backend;

/** Choosing among the features of each position, tile by tile: {@code [features][width]}. What stands here is the reference. */
public interface SelectKernels {
    /** Numbers in ascending order, without a sign; both zeros are one. */
    private static int order(float number) {
        int bits = Float.floatToRawIntBits(number + 0f);
        return bits ^ ((bits >> 31) | Integer.MIN_VALUE);
    }

    /** How many features of a position are numbers whose order is at least the given one. */
    private static int reaching(int bound, long in, int features, int width, int position) {
        int count = 0;
        for (int f = 0; f < features; f++) {
            float x = Address.getFloat(in + 4L * ((long) f * width + position));
            count += !Float.isNaN(x) && Integer.compareUnsigned(order(x), bound) >= 0 ? 1 : 0;
        }
        return count;
    }

    /** The highest order that at least so many features reach, from its highest bit down; 0 where none is. */
    private static int bound(int largest, long in, int features, int width, int position) {
        int bound = 0;
        int count = features;
        for (int bit = Integer.SIZE - 1; bit >= 0 && count != largest; bit--) {
            int higher = bound | (1 << bit);
            int reaching = reaching(higher, in, features, width, position);
            if (reaching >= largest) {
                bound = higher;
                count = reaching;
            }
        }
        return bound;
    }

    /**
     * With the maximum m, which is NaN where a feature is: {@code out = exp(in - m) / s} for the largest features, s their sum in
     * ascending order of features, and 0 for the others.
     */
    default void softmax(long in, int features, int width, int largest, long out) {
        for (int p = 0; p < width; p++) {
            float max = Address.getFloat(in + 4L * p);
            for (int f = 1; f < features; f++) {
                max = Math.max(max, Address.getFloat(in + 4L * ((long) f * width + p)));
            }
            int bound = bound(largest, in, features, width, p);
            int equal = largest - reaching(bound + 1, in, features, width, p);
            float sum = 0f;
            for (int f = 0; f < features; f++) {
                long place = 4L * ((long) f * width + p);
                float x = Address.getFloat(in + place);
                int order = order(x);
                boolean kept =
                        Float.isNaN(x) || Integer.compareUnsigned(order, bound) > 0 || (order == bound && equal-- > 0);
                float e = kept ? DefinedMath.exp(x - max) : 0f;
                Address.setFloat(out + place, e);
                sum += e;
            }
            for (int f = 0; f < features; f++) {
                long place = out + 4L * ((long) f * width + p);
                Address.setFloat(place, Address.getFloat(place) / sum);
            }
        }
    }

    /**
     * {@code inGradient = out · (outGradient - d)} with {@code d = Σ_f out outGradient}, a chain of fma from +0.
     *
     * @param add whether it is added to what is there
     */
    default void softmaxGradient(long out, long outGradient, int features, int width, boolean add, long inGradient) {
        for (int p = 0; p < width; p++) {
            float dot = 0f;
            for (int f = 0; f < features; f++) {
                long place = 4L * ((long) f * width + p);
                dot = Math.fma(Address.getFloat(out + place), Address.getFloat(outGradient + place), dot);
            }
            for (int f = 0; f < features; f++) {
                long place = 4L * ((long) f * width + p);
                float slope = Address.getFloat(out + place) * (Address.getFloat(outGradient + place) - dot);
                long result = inGradient + place;
                Address.setFloat(result, add ? Address.getFloat(result) + slope : slope);
            }
        }
    }

    /**
     * {@code out = values} where {@code in} is among the largest features of its position, or NaN; 0 elsewhere. Of equal
     * features the first are among the largest.
     *
     * @param add whether it is added to what is there
     */
    default void passLargest(long in, long values, int features, int width, int largest, boolean add, long out) {
        for (int p = 0; p < width; p++) {
            int bound = bound(largest, in, features, width, p);
            int equal = largest - reaching(bound + 1, in, features, width, p);
            for (int f = 0; f < features; f++) {
                long place = 4L * ((long) f * width + p);
                float x = Address.getFloat(in + place);
                int order = order(x);
                boolean kept =
                        Float.isNaN(x) || Integer.compareUnsigned(order, bound) > 0 || (order == bound && equal-- > 0);
                float passed = kept ? Address.getFloat(values + place) : 0f;
                Address.setFloat(out + place, add ? Address.getFloat(out + place) + passed : passed);
            }
        }
    }

    /** The largest feature of each position, NaN where one is: {@code out[p]}. */
    default void largest(long in, int features, int width, long out) {
        for (int p = 0; p < width; p++) {
            float max = Address.getFloat(in + 4L * p);
            for (int f = 1; f < features; f++) {
                max = Math.max(max, Address.getFloat(in + 4L * ((long) f * width + p)));
            }
            Address.setFloat(out + 4L * p, max);
        }
    }

    /**
     * The gradient of a position goes to the first of its largest features; that of the others is 0.
     *
     * @param outGradient address of {@code float[width]}
     * @param add whether it is added to what is there
     */
    default void largestGradient(long in, long outGradient, int features, int width, boolean add, long inGradient) {
        for (int p = 0; p < width; p++) {
            int winner = 0;
            float max = Address.getFloat(in + 4L * p);
            for (int f = 1; f < features; f++) {
                float x = Address.getFloat(in + 4L * ((long) f * width + p));
                if (x > max) {
                    max = x;
                    winner = f;
                }
            }
            for (int f = 0; f < features; f++) {
                long place = inGradient + 4L * ((long) f * width + p);
                float slope = f == winner ? Address.getFloat(outGradient + 4L * p) : 0f;
                Address.setFloat(place, add ? Address.getFloat(place) + slope : slope);
            }
        }
    }
}
