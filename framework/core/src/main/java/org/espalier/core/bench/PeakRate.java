package org.espalier.core.bench;

import org.espalier.api.backend.Panel;
import org.espalier.api.graph.Activation;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.train.Engine;

/**
 * Measures bounds on every thread: the most arithmetic a backend does, in dense products of planes that stay in the first
 * cache, and how fast the machine copies planes that stay in the second.
 */
public final class PeakRate {
    private static final int SIDE = 48;
    private static final Panel PANEL = new Panel(1, 64);
    private static final double FLOPS = 2.0 * SIDE * SIDE * 64;
    private static final int PRODUCTS = 100;
    private static final int COPIED_BYTES = 1 << 17;
    private static final int COPIES = 100;

    private final Engine engine;
    private final long nanos;
    private final int chunks;

    /**
     * Of an engine.
     *
     * @param nanos how long each bound is measured; at least one round is
     */
    public PeakRate(Engine engine, long nanos) {
        this.engine = engine;
        this.nanos = nanos;
        this.chunks = 2 * engine.pool().threads();
    }

    /** 10^9 operations a second of all threads together: the best of many rounds. */
    public double gigaflops() {
        try (NativeMemory memory = new NativeMemory()) {
            long[] weights = pieces(memory, 4L * SIDE * SIDE);
            long[] inputs = pieces(memory, 4L * SIDE * PANEL.width());
            long[] outputs = pieces(memory, 4L * SIDE * PANEL.width());
            long best = best(chunk -> multiply(weights[chunk], inputs[chunk], outputs[chunk]));
            return FLOPS * PRODUCTS * chunks / best;
        }
    }

    /** 10^9 bytes read or written a second by all threads together: the best of many rounds. */
    public double gigabytes() {
        try (NativeMemory memory = new NativeMemory()) {
            long[] inputs = pieces(memory, COPIED_BYTES);
            long[] outputs = pieces(memory, COPIED_BYTES);
            long best = best(chunk -> copy(inputs[chunk], outputs[chunk]));
            return 2.0 * COPIED_BYTES * COPIES * chunks / best;
        }
    }

    private long[] pieces(NativeMemory memory, long bytes) {
        long[] pieces = new long[chunks];
        for (int chunk = 0; chunk < chunks; chunk++) {
            pieces[chunk] = memory.allocate(bytes);
        }
        return pieces;
    }

    /** Nanoseconds of the best round of all chunks. */
    private long best(Work work) {
        long best = Long.MAX_VALUE;
        long begin = System.nanoTime();
        long last = begin;
        do {
            engine.pool().run(work, chunks);
            long now = System.nanoTime();
            best = Math.min(best, now - last);
            last = now;
        } while (last - begin < nanos);
        return best;
    }

    private void multiply(long weight, long in, long out) {
        for (int i = 0; i < PRODUCTS; i++) {
            engine.kernels().denseProduct(weight, SIDE, SIDE, PANEL, in, out, 0, Activation.NONE, 0, false, 0, SIDE);
        }
    }

    private static void copy(long in, long out) {
        for (int i = 0; i < COPIES; i++) {
            NativeMemory.copy(in, out, COPIED_BYTES);
        }
    }
}
