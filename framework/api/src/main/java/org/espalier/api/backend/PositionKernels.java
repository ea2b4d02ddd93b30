package org.espalier.api.backend;

/** A number for each position beside its features, tile by tile: {@code [features][width]}. What stands here is the reference. */
public interface PositionKernels {
    /**
     * {@code out[f][p] = in[f][p] · factors[p]}; where it is added, {@code fma(in[f][p], factors[p], out[f][p])}.
     *
     * @param factors address of {@code float[width]}
     * @param add whether it is added to what is there
     */
    default void scalePositions(long in, long factors, int features, int width, boolean add, long out) {
        for (int f = 0; f < features; f++) {
            for (long p = 0; p < 4L * width; p += 4) {
                long place = 4L * f * width + p;
                float x = Address.getFloat(in + place);
                float factor = Address.getFloat(factors + p);
                Address.setFloat(out + place, add ? Math.fma(x, factor, Address.getFloat(out + place)) : x * factor);
            }
        }
    }

    /**
     * {@code out[p] = Σ_f a[f][p] · b[f][p]}, a chain of fma from +0 over ascending features.
     *
     * @param out address of {@code float[width]}
     * @param add whether the sum is added to what is there
     */
    default void featureDots(long a, long b, int features, int width, boolean add, long out) {
        for (long p = 0; p < 4L * width; p += 4) {
            float sum = 0f;
            for (int f = 0; f < features; f++) {
                long place = 4L * f * width + p;
                sum = Math.fma(Address.getFloat(a + place), Address.getFloat(b + place), sum);
            }
            Address.setFloat(out + p, add ? Address.getFloat(out + p) + sum : sum);
        }
    }
}
