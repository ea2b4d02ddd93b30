package org.espalier.api.backend;

/**
 * Cells of recurrent layers, element by element, after the activations of their gates. What stands here is the reference
 * that backends repeat bit by bit. Lengths are multiples of 16 floats.
 */
public interface RecurrentKernels {
    /** {@code cell = fma(f, before, i · g)}. */
    default void lstm(long i, long f, long g, long before, long cell, int floats) {
        for (long p = 0; p < 4L * floats; p += 4) {
            float added = Address.getFloat(i + p) * Address.getFloat(g + p);
            Address.setFloat(cell + p, Math.fma(Address.getFloat(f + p), Address.getFloat(before + p), added));
        }
    }

    /**
     * With s the gradient of the output {@code o · t}, t the tanh of the cell, and {@code d = fma(s · o, fma(-t, t, 1), carry)}, puts in place of
     * the gates the gradients of what came into them: {@code d · g · (i · (1 - i))}, {@code d · before · (f · (1 - f))},
     * {@code d · i · fma(-g, g, 1)} and {@code s · t · (o · (1 - o))}; then {@code carry = d · f}.
     */
    default void lstmGradient(long i, long f, long g, long o, long before, long t, long slope, long carry, int floats) {
        for (long p = 0; p < 4L * floats; p += 4) {
            float in = Address.getFloat(i + p);
            float forget = Address.getFloat(f + p);
            float update = Address.getFloat(g + p);
            float show = Address.getFloat(o + p);
            float s = Address.getFloat(slope + p);
            float shown = Address.getFloat(t + p);
            float d = Math.fma(s * show, Math.fma(-shown, shown, 1f), Address.getFloat(carry + p));
            Address.setFloat(i + p, d * update * (in * (1f - in)));
            Address.setFloat(f + p, d * Address.getFloat(before + p) * (forget * (1f - forget)));
            Address.setFloat(g + p, d * in * Math.fma(-update, update, 1f));
            Address.setFloat(o + p, s * shown * (show * (1f - show)));
            Address.setFloat(carry + p, d * forget);
        }
    }

    /** {@code n = fma(r, h, n)}: what goes into the candidate of a GRU. */
    default void gruCandidate(long r, long h, long n, int floats) {
        for (long p = 0; p < 4L * floats; p += 4) {
            float sum = Math.fma(Address.getFloat(r + p), Address.getFloat(h + p), Address.getFloat(n + p));
            Address.setFloat(n + p, sum);
        }
    }

    /** {@code out = fma(z, before - n, n)}. */
    default void gru(long z, long n, long before, long out, int floats) {
        for (long p = 0; p < 4L * floats; p += 4) {
            float candidate = Address.getFloat(n + p);
            float difference = Address.getFloat(before + p) - candidate;
            Address.setFloat(out + p, Math.fma(Address.getFloat(z + p), difference, candidate));
        }
    }

    /**
     * With s the gradient of the output and {@code d = s · (1 - z) · fma(-n, n, 1)}, puts the gradients of what came into
     * them in place of r, z, h and n: {@code d · h · (r · (1 - r))}, {@code s · (before - n) · (z · (1 - z))}, {@code d · r}
     * and d; {@code carry = s · z}.
     */
    default void gruGradient(long r, long z, long h, long n, long before, long slope, long carry, int floats) {
        for (long p = 0; p < 4L * floats; p += 4) {
            float reset = Address.getFloat(r + p);
            float keep = Address.getFloat(z + p);
            float candidate = Address.getFloat(n + p);
            float s = Address.getFloat(slope + p);
            float d = s * (1f - keep) * Math.fma(-candidate, candidate, 1f);
            float difference = Address.getFloat(before + p) - candidate;
            Address.setFloat(r + p, d * Address.getFloat(h + p) * (reset * (1f - reset)));
            Address.setFloat(z + p, s * difference * (keep * (1f - keep)));
            Address.setFloat(h + p, d * reset);
            Address.setFloat(n + p, d);
            Address.setFloat(carry + p, s * keep);
        }
    }
}
