package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;

/** Cells of recurrent layers; see {@link org.espalier.api.backend.RecurrentKernels}. */
final class VectorCells {
    private static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1f);

    private VectorCells() {}

    static void lstm(long i, long f, long g, long before, long cell, long bytes) {
        for (long p = 0; p < bytes; p += BYTES) {
            FloatVector added = load(i + p).mul(load(g + p));
            store(load(f + p).fma(load(before + p), added), cell + p);
        }
    }

    static void lstmGradient(long i, long f, long g, long o, long before, long t, long slope, long carry, long bytes) {
        for (long p = 0; p < bytes; p += BYTES) {
            FloatVector show = load(o + p);
            FloatVector s = load(slope + p);
            FloatVector shown = load(t + p);
            FloatVector d = s.mul(show).fma(shown.neg().fma(shown, ONE), load(carry + p));
            store(s.mul(shown).mul(show.mul(ONE.sub(show))), o + p);
            FloatVector in = load(i + p);
            FloatVector forget = load(f + p);
            FloatVector update = load(g + p);
            store(d.mul(update).mul(in.mul(ONE.sub(in))), i + p);
            store(d.mul(load(before + p)).mul(forget.mul(ONE.sub(forget))), f + p);
            store(d.mul(in).mul(update.neg().fma(update, ONE)), g + p);
            store(d.mul(forget), carry + p);
        }
    }

    static void gruCandidate(long r, long h, long n, long bytes) {
        for (long p = 0; p < bytes; p += BYTES) {
            store(load(r + p).fma(load(h + p), load(n + p)), n + p);
        }
    }

    static void gru(long z, long n, long before, long out, long bytes) {
        for (long p = 0; p < bytes; p += BYTES) {
            FloatVector candidate = load(n + p);
            store(load(z + p).fma(load(before + p).sub(candidate), candidate), out + p);
        }
    }

    static void gruGradient(long r, long z, long h, long n, long before, long slope, long carry, long bytes) {
        for (long p = 0; p < bytes; p += BYTES) {
            FloatVector reset = load(r + p);
            FloatVector keep = load(z + p);
            FloatVector candidate = load(n + p);
            FloatVector s = load(slope + p);
            FloatVector d = s.mul(ONE.sub(keep)).mul(candidate.neg().fma(candidate, ONE));
            FloatVector difference = load(before + p).sub(candidate);
            store(d.mul(load(h + p)).mul(reset.mul(ONE.sub(reset))), r + p);
            store(s.mul(difference).mul(keep.mul(ONE.sub(keep))), z + p);
            store(d.mul(reset), h + p);
            store(d, n + p);
            store(s.mul(keep), carry + p);
        }
    }
}
