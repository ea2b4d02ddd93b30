package org.espalier.api.backend;

import org.espalier.api.RandomStream;

/** Noise that is drawn anew wherever it is needed, so nothing of it is stored. What stands here is the reference. */
public interface NoiseKernels {
    /**
     * {@code out[i] = start + (kept ? scale · in[i] : +0)} for one row of examples, by fma. Two neighbours share a draw of
     * {@link RandomStream#bits(long, long)} with the index {@code first + i / 2 · stride}: the even one its lower half, the
     * odd one its upper half. One is kept when the upper 24 bits of its half are below {@code kept}.
     *
     * @param key of the stream
     * @param kept the probability to be kept times 2^24
     * @param out may be {@code in}
     * @param add whether start is what {@code out} holds, or +0
     * @param floats a multiple of 16
     */
    default void dropout(
            long key, long first, long stride, int kept, float scale, long in, long out, boolean add, int floats) {
        for (int i = 0; i < floats; i++) {
            long bits = RandomStream.bits(key, first + i / 2 * stride);
            int half = (int) (i % 2 == 0 ? bits : bits >>> 32);
            float x = half >>> 8 < kept ? Address.getFloat(in + 4L * i) : 0f;
            Address.setFloat(out + 4L * i, Math.fma(scale, x, add ? Address.getFloat(out + 4L * i) : 0f));
        }
    }
}
