package org.espalier.api.backend;

/** Arithmetic element by element, on stretches of a multiple of 16 floats. What stands here is the reference. */
public interface ElementKernels {
    /** {@code out[i] = a[i] + b[i]}; {@code out} may be {@code a} or {@code b}. */
    default void add(long a, long b, long out, int floats) {
        for (long p = 0; p < 4L * floats; p += 4) {
            Address.setFloat(out + p, Address.getFloat(a + p) + Address.getFloat(b + p));
        }
    }

    /** {@code out[i] = a[i] · b[i]}; {@code out} may be {@code a} or {@code b}. */
    default void multiply(long a, long b, long out, int floats) {
        for (long p = 0; p < 4L * floats; p += 4) {
            Address.setFloat(out + p, Address.getFloat(a + p) * Address.getFloat(b + p));
        }
    }
}
