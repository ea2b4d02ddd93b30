package org.espalier.api.backend;

/** Choosing among the features of each position, tile by tile: {@code [features][width]}. What stands here is the reference. */
public interface SelectKernels {
    /** Whether the feature is among the largest of its position; of equal ones the first are. */
    private static boolean among(int largest, long in, int features, int width, int feature, int position) {
        float x = Address.getFloat(in + 4L * ((long) feature * width + position));
        int before = 0;
        for (int f = 0; f < features; f++) {
            float other = Address.getFloat(in + 4L * ((long) f * width + position));
            before += other > x || (other == x && f < feature) ? 1 : 0;
        }
        return before < largest;
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
            float sum = 0f;
            for (int f = 0; f < features; f++) {
                long place = 4L * ((long) f * width + p);
                boolean kept = among(largest, in, features, width, f, p);
                float e = kept ? DefinedMath.exp(Address.getFloat(in + place) - max) : 0f;
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
     * {@code out = values} where {@code in} is among the largest features of its position, 0 elsewhere.
     *
     * @param add whether it is added to what is there
     */
    default void passLargest(long in, long values, int features, int width, int largest, boolean add, long out) {
        for (int p = 0; p < width; p++) {
            for (int f = 0; f < features; f++) {
                long place = 4L * ((long) f * width + p);
                float passed = among(largest, in, features, width, f, p) ? Address.getFloat(values + place) : 0f;
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
